package io.accesstriage.cli.source;

import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/** Settings of the whole process that AWS clients made from now on take. */
final class AwsSettings {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");

  private AwsSettings() {}

  /** A region becomes part of a host name. */
  static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  /**
   * @param region of what has no other
   * @param concurrency how many connections to a service are kept open
   */
  static void apply(String region, int concurrency) {
    System.setProperty(SdkSystemSetting.AWS_REGION.property(), region);
    // Sends slower where it is throttled, as many calls of one kind need.
    unlessSet(SdkSystemSetting.AWS_RETRY_MODE, "adaptive");
    System.setProperty("http.maxConnections", String.valueOf(concurrency));
  }

  private static void unlessSet(SystemSetting setting, String value) {
    if (setting.getStringValue().isEmpty()) {
      System.setProperty(setting.property(), value);
    }
  }
}
