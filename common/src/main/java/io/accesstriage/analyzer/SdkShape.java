package io.accesstriage.analyzer;

import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Reads the AWS CLI's output into the SDK's own types: both have the names of the service model, so
 * the types say themselves which field is what. AWS Tools for PowerShell print the same with a
 * capital letter at the beginning of each name. Unknown fields are ignored.
 */
final class SdkShape {
  /** Of the names in the service model. */
  private static final Map<String, String> CAPITALIZED = new ConcurrentHashMap<>();

  private SdkShape() {}

  /**
   * @param builder of the type
   * @throws MalformedInput where a value is of another type; the message names the field
   */
  static <T> T read(SdkBuilder<?, T> builder, Fields json) {
    fill((SdkPojo) builder, json);
    return builder.build();
  }

  private static void fill(SdkPojo builder, Fields json) {
    for (SdkField<?> field : builder.sdkFields()) {
      String name = name(json, field.locationName());
      if (json.has(name)) {
        field.set(builder, value(field, name, json));
      }
    }
  }

  /** The name under which a field of the service model is printed. */
  static String name(Fields json, String ofModel) {
    if (json.has(ofModel)) {
      return ofModel;
    }
    String capitalized = CAPITALIZED.computeIfAbsent(ofModel, SdkShape::capitalized);
    return json.has(capitalized) ? capitalized : ofModel;
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /**
   * A text, or a constant of the SDK for .NET, which {@code ConvertTo-Json} prints as an object
   * with its value.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkfornet/v3/apidocs/items/Runtime/TConstantClass.html">ConstantClass</a>
   */
  static String text(Fields json, String name) {
    return json.node().path(name).isObject()
        ? json.object(name).text("Value")
        : json.optionalText(name).orElseThrow(() -> json.missing(name));
  }

  private static Object value(SdkField<?> field, String name, Fields json) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.STRING)) {
      return text(json, name);
    }
    if (type.equals(MarshallingType.BOOLEAN)) {
      return json.optionalFlag(name).orElseThrow();
    }
    if (type.equals(MarshallingType.INTEGER)) {
      return json.number(name);
    }
    if (type.equals(MarshallingType.INSTANT)) {
      return PrintedTime.read(json, name);
    }
    if (type.equals(MarshallingType.SDK_POJO)) {
      return shape(field, json.object(name));
    }
    if (type.equals(MarshallingType.LIST)) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      if (member.marshallingType().equals(MarshallingType.STRING)) {
        return json.texts(name);
      }
      return json.objects(name, element -> shape(member, element));
    }
    if (type.equals(MarshallingType.MAP)) {
      return map(field.getTrait(MapTrait.class).valueFieldInfo(), name, json);
    }
    throw new IllegalStateException(
        "the service model has a type that is not read here: %s of %s".formatted(name, type));
  }

  private static Map<String, Object> map(SdkField<?> value, String name, Fields json) {
    if (value.marshallingType().equals(MarshallingType.STRING)) {
      return new LinkedHashMap<>(json.textMap(name));
    }
    throw new IllegalStateException("a map of something else than texts is not read here: " + name);
  }

  private static Object shape(SdkField<?> field, Fields json) {
    SdkPojo builder = field.constructor().get();
    fill(builder, json);
    return ((SdkBuilder<?, ?>) builder).build();
  }
}
