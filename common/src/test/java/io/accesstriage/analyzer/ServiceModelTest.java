package io.accesstriage.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.accesstriage.finding.Finding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Nothing that the API says of a finding is dropped by accident: every member of its shapes either
 * changes the finding that is read or has a reason not to.
 */
final class ServiceModelTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";

  /** Members that the model leaves out on purpose. */
  private static final Map<String, String> REASONS =
      Map.of(
          "nextToken",
          "of the page, not of the finding",
          "findingDetails.internalAccessDetails.principalType",
          "IAM_ROLE or IAM_USER, which the principal's ARN says too");

  /** What a member of a closed set is, and changes to; of all other texts any two are as good. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "status", List.of("ACTIVE", "ARCHIVED"),
          "principal", List.of("AROAEXAMPLE1234567890", "AROAEXAMPLE0987654321"));

  /** The types of findings, by the kind of details that they have. */
  private static final Map<String, String> TYPES =
      Map.of(
          "externalAccessDetails", "ExternalAccess",
          "internalAccessDetails", "InternalAccess",
          "unusedPermissionDetails", "UnusedPermission",
          "unusedIamRoleDetails", "UnusedIAMRole",
          "unusedIamUserAccessKeyDetails", "UnusedIAMUserAccessKey",
          "unusedIamUserPasswordDetails", "UnusedIAMUserPassword");

  @Test
  void findingDetails_everyKind_isOfATypeOfFinding() {
    assertEquals(TYPES.keySet(), kindsOfDetails().collect(Collectors.toSet()));
  }

  @Test
  void findingType_everyOne_hasAKindOfDetails() {
    assertEquals(
        software.amazon.awssdk.services.accessanalyzer.model.FindingType.knownValues().stream()
            .map(Object::toString)
            .collect(Collectors.toSet()),
        Set.copyOf(TYPES.values()));
  }

  private static Stream<String> kindsOfDetails() {
    return FindingDetails.builder().build().sdkFields().stream().map(SdkField::locationName);
  }

  @ParameterizedTest
  @MethodSource("kindsOfDetails")
  void getFindingV2_everyMember_isInTheFindingOrHasAReason(String details) {
    Shape shape = new Shape(TYPES.getOrDefault(details, "none"), details);
    Finding before = finding(shape.build(GetFindingV2Response.builder(), null));
    Set<String> dropped = new TreeSet<>();
    for (String member : shape.members) {
      if (finding(shape.build(GetFindingV2Response.builder(), member)).equals(before)) {
        dropped.add(member);
      }
    }

    Set<String> expected = new TreeSet<>(REASONS.keySet());
    expected.retainAll(shape.members);
    assertEquals(expected, dropped);
  }

  @Test
  void listFindingsV2_everyMember_isInTheFinding() {
    Shape shape = new Shape("ExternalAccess", "none");
    Finding before = listed(shape.build(FindingSummaryV2.builder(), null));
    for (String member : shape.members) {
      Finding after = listed(shape.build(FindingSummaryV2.builder(), member));
      assertNotEquals(before, after, member);
    }
  }

  private static Finding finding(GetFindingV2Response response) {
    return ApiFinding.of(ANALYZER, response, response.findingDetails());
  }

  private static Finding listed(FindingSummaryV2 summary) {
    return ApiFinding.listed(ANALYZER, summary);
  }

  /** A shape with something in every member, one of which can have another value. */
  private static final class Shape {
    private final String type;
    private final String details;
    private final Set<String> members = new TreeSet<>();

    Shape(String type, String details) {
      this.type = type;
      this.details = details;
    }

    <T> T build(SdkBuilder<?, T> builder, @Nullable String changed) {
      fill((SdkPojo) builder, "", changed);
      return builder.build();
    }

    private void fill(SdkPojo builder, String path, @Nullable String changed) {
      for (SdkField<?> field : builder.sdkFields()) {
        String member = path + field.locationName();
        if (path.equals("findingDetails.") && !field.locationName().equals(details)) {
          continue;
        }
        field.set(builder, value(field, member, changed));
      }
    }

    private Object value(SdkField<?> field, String member, @Nullable String changed) {
      MarshallingType<?> marshalling = field.marshallingType();
      if (marshalling.equals(MarshallingType.SDK_POJO)) {
        return shape(field, member, changed);
      }
      if (marshalling.equals(MarshallingType.LIST)) {
        SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
        return List.of(value(element, member, changed));
      }
      if (marshalling.equals(MarshallingType.MAP)) {
        SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
            field.locationName().equals("principal") ? "AWS" : "key",
            value(element, member, changed));
        return map;
      }
      return leaf(marshalling, member, member.equals(changed));
    }

    private Object shape(SdkField<?> field, String member, @Nullable String changed) {
      SdkPojo builder = field.constructor().get();
      fill(builder, member + ".", changed);
      return ((SdkBuilder<?, ?>) builder).build();
    }

    private Object leaf(MarshallingType<?> marshalling, String member, boolean isChanged) {
      if (member.equals("findingType")) {
        // It decides which details are read.
        return type;
      }
      members.add(member);
      if (marshalling.equals(MarshallingType.STRING)) {
        String name = member.substring(member.lastIndexOf('.') + 1);
        List<String> values = VALUES.getOrDefault(name, List.of(name + "-1", name + "-2"));
        return values.get(isChanged ? 1 : 0);
      }
      if (marshalling.equals(MarshallingType.BOOLEAN)) {
        return isChanged;
      }
      if (marshalling.equals(MarshallingType.INTEGER)) {
        return isChanged ? 2 : 1;
      }
      if (marshalling.equals(MarshallingType.INSTANT)) {
        return Instant.parse(isChanged ? "2026-02-01T00:00:00Z" : "2026-01-01T00:00:00Z");
      }
      throw new AssertionError(
          "the service model has a type that this test does not know: " + member);
    }
  }
}
