package io.accesstriage.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record in JSON or YAML: its components, and the methods with a {@link JsonName}.
 *
 * @param parts in the order of the components, methods last
 */
public record RecordShape(List<Part> parts, Constructor<?> constructor) {
  private static final Map<Class<?>, RecordShape> SHAPES = new ConcurrentHashMap<>();

  /**
   * A component, or a method.
   *
   * @param name of the field
   * @param accessor gives its value
   * @param isNullable whether it may be null
   * @param ifAbsent what it is where the field is absent; null where that is null or not said
   * @param isWrittenAlways whether it is written even if it is {@code ifAbsent}
   * @param isRead false for a method, which is only written
   * @param mayBeEmpty whether a text that has to be there may be empty
   */
  public record Part(
      String name,
      Type type,
      Method accessor,
      boolean isNullable,
      @Nullable Object ifAbsent,
      boolean isWrittenAlways,
      boolean isRead,
      boolean mayBeEmpty) {
    private static Part of(RecordComponent component) {
      JsonName name = component.getAnnotation(JsonName.class);
      IfAbsent ifAbsent = component.getAnnotation(IfAbsent.class);
      return new Part(
          name == null ? component.getName() : name.value(),
          component.getGenericType(),
          open(component.getAccessor()),
          component.getAnnotatedType().isAnnotationPresent(Nullable.class),
          ifAbsent == null ? null : value(ifAbsent.value(), component.getType()),
          ifAbsent != null && ifAbsent.isWritten(),
          true,
          component.isAnnotationPresent(MayBeEmpty.class));
    }

    private static Part of(Method method, JsonName name) {
      return new Part(
          name.value(),
          method.getGenericReturnType(),
          open(method),
          true,
          null,
          false,
          false,
          true);
    }

    private static Method open(Method method) {
      method.setAccessible(true);
      return method;
    }

    private static @Nullable Object value(String text, Class<?> type) {
      if (text.equals(IfAbsent.NULL)) {
        return null;
      }
      if (type == boolean.class) {
        return Boolean.valueOf(text);
      }
      if (type == int.class) {
        return Integer.valueOf(text);
      }
      return text;
    }

    /** Whether a record without the field would not be read. */
    public boolean isRequired() {
      return isRead
          && !isNullable
          && ifAbsent == null
          && !raw(type).equals(List.class)
          && !raw(type).equals(Map.class);
    }

    /** Whether it is a text, by itself or as a record of one text. */
    public boolean isText() {
      Class<?> raw = raw(type);
      return raw == String.class || (raw.isRecord() && RecordShape.of(raw).isText());
    }

    /** Whether it is a text that is there and not empty. */
    boolean isFilled() {
      return isRequired() && !mayBeEmpty && isText();
    }

    boolean isWritten(@Nullable Object value) {
      return isWrittenAlways || !Objects.equals(value, ifAbsent);
    }
  }

  public static RecordShape of(Class<?> record) {
    RecordShape known = SHAPES.get(record);
    return known != null ? known : SHAPES.computeIfAbsent(record, RecordShape::read);
  }

  private static RecordShape read(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    List<Part> parts = new ArrayList<>();
    for (RecordComponent component : components) {
      parts.add(Part.of(component));
    }
    for (Method method : record.getDeclaredMethods()) {
      JsonName name = method.getAnnotation(JsonName.class);
      if (name != null && parts.stream().noneMatch(part -> part.accessor.equals(method))) {
        parts.add(Part.of(method, name));
      }
    }
    try {
      Constructor<?> constructor =
          record.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return new RecordShape(List.copyOf(parts), constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its constructor", e);
    }
  }

  /** The class without its type arguments. */
  public static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /** The constant of an enum with this name. */
  static Optional<Object> constant(Class<?> type, String name) {
    return Arrays.<Object>stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst();
  }

  /** Whether it is only a text with a name of its own. */
  public boolean isText() {
    return parts.size() == 1 && parts.get(0).type == String.class;
  }

  @Nullable Object value(Part part, Object instance) {
    try {
      return part.accessor.invoke(instance);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }

  Object make(Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }

  private static RuntimeException unchecked(InvocationTargetException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }
}
