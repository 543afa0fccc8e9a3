package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.regex.Pattern;

/**
 * A path that may select several nodes of the state's data, such as {@code $.items[*].id}: their
 * array. Step Functions uses the same library.
 *
 * @param field where the definition has it, for messages
 */
record QueryPath(String field, JsonPath query) implements Path {
  /**
   * Selects nodes, where the library's own would select Java values in objects and null beyond an
   * array's end.
   */
  private static final class NodeProvider extends JacksonJsonNodeJsonProvider {
    NodeProvider() {
      super(Json.MAPPER);
    }

    @Override
    public Object getMapValue(Object object, String name) {
      JsonNode field = ((JsonNode) object).get(name);
      return field == null ? UNDEFINED : field;
    }

    @Override
    public Object getArrayIndex(Object array, int index) {
      JsonNode element = ((JsonNode) array).get(index);
      if (element == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return element;
    }
  }

  private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_-]*";

  private static final String BRACKETS =
      "\\[(?:\\*|-?\\d+(?:,-?\\d+)*|-?\\d*:-?\\d*|'[^']+'(?:,'[^']+')*|\\?\\(.+\\))]";

  /**
   * Stricter than the library, which has functions and lets an open bracket pass; a filter's inside
   * is left to it.
   */
  private static final Pattern SYNTAX =
      Pattern.compile("\\$(?:\\.\\.?(?:" + NAME + "|\\*)|(?:\\.\\.)?" + BRACKETS + ")*");

  private static final Configuration CONFIGURATION =
      Configuration.builder()
          .jsonProvider(new NodeProvider())
          .mappingProvider(new JacksonMappingProvider(Json.MAPPER))
          .build();

  /**
   * Compiles a path.
   *
   * @throws InvalidPathException if it is none
   */
  static QueryPath parse(String field, String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new InvalidPathException("only names, indexes, slices, wildcards, .. and filters are");
    }
    return new QueryPath(field, JsonPath.compile(text));
  }

  @Override
  public JsonNode select(JsonNode data, JsonNode context) throws StateFailedException {
    try {
      return query.read(data, CONFIGURATION);
    } catch (PathNotFoundException e) {
      throw StateFailedException.runtime(
          field + ": the path " + query.getPath() + " selects nothing.");
    }
  }
}
