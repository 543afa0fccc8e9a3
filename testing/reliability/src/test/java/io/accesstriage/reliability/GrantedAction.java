package io.accesstriage.reliability;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Actions that findings grant, with the access level that AWS documents. */
enum GrantedAction {
  GET("s3:GetObject", "Read"),
  LIST("s3:ListBucket", "List"),
  PUT("s3:PutObject", "Write"),
  TAG("s3:PutObjectTagging", "Tagging"),
  PUT_POLICY("s3:PutBucketPolicy", "Permissions management");

  private final String action;
  private final String level;

  GrantedAction(String action, String level) {
    this.action = action;
    this.level = level;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(action -> action.action).toList();
  }

  static List<String> levels() {
    return Arrays.stream(values()).map(action -> action.level).toList();
  }

  /** The level of an action; what nobody knows is Write. */
  static String level(String action) {
    Optional<GrantedAction> known =
        Arrays.stream(values()).filter(granted -> granted.action.equals(action)).findFirst();
    return known.map(granted -> granted.level).orElse("Write");
  }
}
