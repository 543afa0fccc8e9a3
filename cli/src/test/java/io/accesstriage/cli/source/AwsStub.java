package io.accesstriage.cli.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.accesstriage.cli.AwsEndpoint;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Access Analyzer, S3, Organizations and STS as far as a preview asks them, over HTTP: findings of
 * buckets that are shared with an account, each second bucket tagged as development. While it is
 * open, all clients ask it, with credentials that stand before those of the environment.
 */
public final class AwsStub implements AutoCloseable {
  public static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external";
  private static final int PAGE = 100;
  private static final Pattern ACTION = Pattern.compile("^Action=(\\w+)");
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=(\\w+)/");

  private static final String SESSION =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <Credentials><AccessKeyId>OFROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
          <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        <AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId>
          <Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn></AssumedRoleUser>
      </AssumeRoleResult></AssumeRoleResponse>
      """;

  private final AwsEndpoint endpoint;
  private final int findings;
  private final Set<String> accessKeys = ConcurrentHashMap.newKeySet();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private volatile Predicate<String> throttled = call -> false;
  private volatile Predicate<String> denied = call -> false;
  private volatile Predicate<String> expired = call -> false;
  private volatile IntPredicate archived = number -> false;
  private volatile IntPredicate publicOnes = number -> false;
  private volatile int overlap;
  private volatile String owner = "111122223333";
  private volatile String updatedAt = "2026-11-01T00:00:00Z";

  public AwsStub(int findings) {
    this.findings = findings;
    endpoint = new AwsEndpoint(this::answer, 16);
  }

  /** Sets a system property until this is closed. */
  public void set(String name, String value) {
    endpoint.set(name, value);
  }

  /** The access keys that calls were signed with. */
  public Set<String> accessKeys() {
    return Set.copyOf(accessKeys);
  }

  /** All resources are in this account. */
  public void owner(String account) {
    owner = account;
  }

  /** Method and path of all calls that came. */
  public List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /** How many findings were read. The HTTP client may send a call twice, which counts once. */
  public long read() {
    return calls().stream().filter(call -> call.startsWith("GET /findingv2/")).distinct().count();
  }

  public void forgetCalls() {
    calls.clear();
  }

  public void throttle(Predicate<String> which) {
    throttled = which;
  }

  public void deny(Predicate<String> which) {
    denied = which;
  }

  public void expire(Predicate<String> which) {
    expired = which;
  }

  /** Those of these numbers are archived. */
  public void archive(IntPredicate which) {
    archived = which;
  }

  /** Those of these numbers are public. */
  public void open(IntPredicate which) {
    publicOnes = which;
  }

  /** Findings that move to the next page while the list is read. */
  public void overlap(int findings) {
    overlap = findings;
  }

  public void update(String time) {
    updatedAt = time;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    String call = exchange.getRequestMethod() + " " + path + operation(exchange, body);
    accessKey(exchange).ifPresent(accessKeys::add);
    calls.add(call);
    if (throttled.test(call)) {
      error(exchange, 429, "ThrottlingException", "Rate exceeded");
    } else if (denied.test(call)) {
      error(exchange, 403, "AccessDeniedException", "You are not allowed to");
    } else if (expired.test(call)) {
      error(exchange, 403, "ExpiredTokenException", "The security token has expired");
    } else if (call.equals("POST /findingv2")) {
      send(exchange, 200, "application/json", page(body).toString());
    } else if (path.startsWith("/findingv2/")) {
      send(exchange, 200, "application/json", finding(number(path)).toString());
    } else if (path.startsWith("/amzn-s3-demo-bucket-")) {
      tags(exchange, number(path));
    } else if (call.endsWith(" AssumeRole")) {
      send(exchange, 200, "text/xml", SESSION);
    } else {
      error(exchange, 404, "UnknownOperationException", call);
    }
  }

  /** Of services whose calls all have the same path. */
  private static String operation(HttpExchange exchange, byte[] body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return " " + target.substring(target.indexOf('.') + 1);
    }
    Matcher action = ACTION.matcher(new String(body, StandardCharsets.UTF_8));
    return action.find() ? " " + action.group(1) : "";
  }

  private static Optional<String> accessKey(HttpExchange exchange) {
    Matcher credential =
        CREDENTIAL.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    return credential.find() ? Optional.of(credential.group(1)) : Optional.empty();
  }

  private static int number(String path) {
    return Integer.parseInt(path.substring(path.lastIndexOf('-') + 1));
  }

  private ObjectNode page(byte[] body) {
    int from =
        Json.readObject(body, "request").optionalText("nextToken").map(Integer::valueOf).orElse(0);
    // The only filter that a preview asks with.
    boolean onlyPublicArchived = new String(body, StandardCharsets.UTF_8).contains("isPublic");
    int to = Math.min(from + PAGE, findings);
    ObjectNode page = Json.object();
    ArrayNode list = page.putArray("findings");
    for (int i = Math.max(0, from - overlap); i < to; i++) {
      if (!onlyPublicArchived || (archived.test(i) && publicOnes.test(i))) {
        list.add(summary(i));
      }
    }
    if (to < findings) {
      page.put("nextToken", String.valueOf(to));
    }
    return page;
  }

  private ObjectNode summary(int number) {
    return Json.object()
        .put("id", "finding-" + number)
        .put("findingType", "ExternalAccess")
        .put("status", archived.test(number) ? "ARCHIVED" : "ACTIVE")
        .put("resource", "arn:aws:s3:::amzn-s3-demo-bucket-" + number)
        .put("resourceType", "AWS::S3::Bucket")
        .put("resourceOwnerAccount", owner)
        .put("createdAt", "2026-11-01T00:00:00Z")
        .put("analyzedAt", "2026-11-01T00:00:00Z")
        .put("updatedAt", updatedAt);
  }

  private ObjectNode finding(int number) {
    ObjectNode finding = summary(number);
    ObjectNode details =
        finding.putArray("findingDetails").addObject().putObject("externalAccessDetails");
    details.put("isPublic", publicOnes.test(number));
    details.putObject("principal").put("AWS", publicOnes.test(number) ? "*" : "444455556666");
    details.putArray("action").add("s3:GetObject");
    details.putObject("condition");
    return finding;
  }

  private static void tags(HttpExchange exchange, int number) throws IOException {
    send(
        exchange,
        200,
        "application/xml",
        "<Tagging><TagSet><Tag><Key>Environment</Key><Value>%s</Value></Tag></TagSet></Tagging>"
            .formatted(number % 2 == 0 ? "development" : "production"));
  }

  private static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    boolean isS3 = exchange.getRequestURI().getPath().startsWith("/amzn-s3-demo-bucket-");
    exchange.getResponseHeaders().add("x-amzn-ErrorType", code);
    send(
        exchange,
        status,
        isS3 ? "application/xml" : "application/json",
        isS3
            ? "<Error><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code.replace("Exception", ""), message)
            : Json.object().put("message", message).toString());
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
