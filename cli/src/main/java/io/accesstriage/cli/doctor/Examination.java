package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.MalformedInput;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What a check found.
 *
 * @param subject the check's
 */
record Examination(String subject, List<Outcome> outcomes) {
  Examination {
    outcomes = List.copyOf(outcomes);
  }

  /** Lets a check look; what it cannot read is unknown. */
  static Examination of(Check check) {
    try {
      return new Examination(check.subject(), check.look());
    } catch (AwsCallException e) {
      return new Examination(check.subject(), List.of(Unreadable.because(e)));
    } catch (MalformedInput e) {
      return new Examination(check.subject(), List.of(Unreadable.because(e)));
    } catch (SdkClientException e) {
      return new Examination(
          check.subject(),
          List.of(Unreadable.because(new MalformedInput(String.valueOf(e.getMessage())))));
    }
  }
}
