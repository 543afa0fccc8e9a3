package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page holds, read as its script reads it.
 *
 * @param rows column to cell, what is shared put in its place
 */
record PageData(JsonNode head, List<Map<String, JsonNode>> rows, JsonNode end) {
  private static final Pattern ELEMENT =
      Pattern.compile("<script type=\"application/json\" ([a-z]+=\"[a-z]+\")>([^<]*)</script>\n");

  static PageData of(String page) {
    List<JsonNode> shared = new ArrayList<>();
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    JsonNode head = Json.object();
    JsonNode end = Json.object();
    Matcher element = ELEMENT.matcher(page);
    while (element.find()) {
      JsonNode json = Json.read(element.group(2), element.group(1));
      switch (element.group(1)) {
        case "id=\"head\"" -> head = json;
        case "id=\"end\"" -> end = json;
        default -> {
          json.get("shared").forEach(shared::add);
          for (JsonNode row : json.get("rows")) {
            rows.add(row(head.get("columns"), row, shared));
          }
        }
      }
    }
    return new PageData(head, rows, end);
  }

  /** The lines of the page that hold data. */
  static List<String> lines(String page) {
    return page.lines()
        .filter(line -> line.startsWith("<script type=\"application/json\""))
        .toList();
  }

  private static Map<String, JsonNode> row(
      JsonNode columns, JsonNode cells, List<JsonNode> shared) {
    Map<String, JsonNode> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      String column = columns.get(i).asText();
      row.put(
          column.replace("*", ""),
          column.endsWith("*")
              ? value(cells.get(i), shared)
              : List.of("risk", "others").contains(column)
                  ? cells.get(i)
                  : values(cells.get(i), shared));
    }
    return row;
  }

  private static JsonNode value(JsonNode cell, List<JsonNode> shared) {
    return cell.isInt() ? shared.get(cell.asInt()) : cell;
  }

  /** A list of cells, or of pairs of a cell and a list of cells, as the details are. */
  private static JsonNode values(JsonNode cells, List<JsonNode> shared) {
    if (!cells.isArray()) {
      return value(cells, shared);
    }
    var values = cells.deepCopy();
    for (int i = 0; i < cells.size(); i++) {
      ((com.fasterxml.jackson.databind.node.ArrayNode) values).set(i, values(cells.get(i), shared));
    }
    return values;
  }
}
