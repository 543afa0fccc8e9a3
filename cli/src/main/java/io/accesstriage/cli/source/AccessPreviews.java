package io.accesstriage.cli.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.InputKind;
import io.accesstriage.cli.io.JsonInput;
import io.accesstriage.cli.world.SampleAccount;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AccessPreview;
import software.amazon.awssdk.services.accessanalyzer.model.AccessPreviewFinding;
import software.amazon.awssdk.services.accessanalyzer.model.AccessPreviewStatus;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSource;
import software.amazon.awssdk.services.accessanalyzer.model.ListAccessPreviewFindingsResponse;

/**
 * Reads what an access preview says would be found. Nothing is taken for harmless that was not
 * read: without an account file no tag is known, and a preview that is not whole is none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cli/latest/reference/accessanalyzer/list-access-preview-findings.html">What
 *     the AWS CLI prints</a>
 */
public final class AccessPreviews {
  /** As IAM names the calls. */
  private static final String GET = "access-analyzer:GetAccessPreview";

  private static final String LIST = "access-analyzer:ListAccessPreviewFindings";

  private static final String EXPECTED =
      "what \"aws accessanalyzer list-access-preview-findings\" prints as JSON";

  private static final String NO_TAGS =
      "An access preview has no %s: say them in a file (--account).";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Optional<ExportedFacts> account;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param account the file that says the resources' tags; null where nothing does
   */
  public AccessPreviews(@Nullable Path account) {
    this.account =
        Optional.ofNullable(account)
            .map(
                file ->
                    new ExportedFacts(
                        Optional.of(InputFile.parsed(file, "account file", SampleAccount::parse)),
                        clock));
  }

  /** The IAM policy that {@link #live} needs, as JSON. */
  public static String policy(@Nullable String analyzerArn) {
    ObjectNode policy = Json.object().put("Version", "2012-10-17");
    ObjectNode statement = policy.putArray("Statement").addObject();
    statement.put("Sid", "ReadAccessPreviews").put("Effect", "Allow");
    statement.putArray("Action").add(GET).add(LIST);
    statement.put("Resource", analyzerArn == null ? "*" : analyzerArn);
    return policy.toPrettyString();
  }

  /**
   * The findings of a file.
   *
   * @param analyzerArn whose preview it is; empty where that is not said
   * @throws CommandLineError where it cannot be read, or does not have all of them
   */
  public List<ProposedFinding> recorded(Path file, String analyzerArn) {
    JsonInput input = new JsonInput(file, "file of an access preview's findings", EXPECTED);
    List<ProposedFinding> findings = new ArrayList<>();
    input.read(json -> findings.addAll(output(input, json, analyzerArn)));
    return findings;
  }

  private List<ProposedFinding> output(JsonInput input, JsonParser json, String analyzerArn)
      throws IOException {
    JsonLocation start = json.currentTokenLocation();
    try {
      JsonNode output = JsonInput.tree(json);
      JsonNode list = InputKind.field(output, "findings");
      boolean isEmpty = list.isArray() && list.isEmpty();
      if (!isEmpty && InputKind.of(output).filter(k -> k == InputKind.ACCESS_PREVIEW).isEmpty()) {
        throw input.wrong(start, input.another(output));
      }
      if (!list.isArray()) {
        throw input.wrong(start, "expected %s, found one finding of it".formatted(EXPECTED));
      }
      if (InputKind.field(output, "nextToken").isTextual()) {
        throw input.wrong(
            start,
            "the file has a NextToken, so it is not the last page. Record the preview without"
                + " --max-items and --no-paginate");
      }
      List<ProposedFinding> findings = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        findings.add(finding(Fields.of(list.get(i), "findings[%d]".formatted(i)), analyzerArn));
      }
      return findings;
    } catch (MalformedInput e) {
      throw input.wrong(start, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The findings of a preview that somebody has created, once AWS has made it.
   *
   * @param profile with the credentials; null for what the environment has
   * @throws CommandLineError where AWS does not tell them, or could not make it
   */
  public List<ProposedFinding> live(
      String analyzerArn, String id, @Nullable String profile, PrintWriter err) {
    Arn arn = SourceOptions.analyzer(analyzerArn);
    if (!ID.matcher(id).matches()) {
      throw new CommandLineError(
          "--access-preview-id: expected the id that \"aws accessanalyzer create-access-preview\""
              + " prints, found "
              + SafeText.quoted(id, 80));
    }
    AwsAccess access = AwsAccess.of(Optional.ofNullable(profile), Optional.of(arn.region()), 2);
    Patience patience =
        new Patience(clock, time -> Thread.sleep(time.toMillis()), Progress.onStandardError(err));
    try (AccessAnalyzerClient client =
        access.clients().client(AccessAnalyzerClient::builder, arn.region())) {
      awaitCompletion(client, patience, analyzerArn, id);
      List<ProposedFinding> findings = new ArrayList<>();
      String token = null;
      do {
        String next = token;
        ListAccessPreviewFindingsResponse page =
            patience.make(
                () ->
                    call(
                        LIST,
                        () ->
                            client.listAccessPreviewFindings(
                                r ->
                                    r.analyzerArn(analyzerArn)
                                        .accessPreviewId(id)
                                        .nextToken(next))));
        for (AccessPreviewFinding finding : page.findings()) {
          findings.add(finding(Fields.of(json(finding), "the finding"), analyzerArn));
        }
        token = page.nextToken();
      } while (token != null);
      return findings;
    } catch (AwsCallException e) {
      throw new CommandLineError("%s. %s".formatted(e.getMessage(), advice(e)), e);
    } catch (UnreadableSource e) {
      throw new CommandLineError(String.valueOf(e.getMessage()), e);
    } catch (MalformedInput e) {
      throw new CommandLineError(
          "AWS's answer could not be understood: %s. Please report it.".formatted(e.getMessage()),
          e);
    }
  }

  private static String advice(AwsCallException e) {
    return switch (e.kind()) {
      case DENIED -> "\"triage check --print-policy\" prints what your credentials need";
      case NOT_FOUND -> "The analyzer has no such access preview; it may have ended";
      case TRANSIENT, CREDENTIALS, CONNECTION, OTHER ->
          "Look at the analyzer's ARN, the profile and the network";
    };
  }

  private void awaitCompletion(
      AccessAnalyzerClient client, Patience patience, String analyzerArn, String id) {
    Instant until = clock.instant().plus(LONGEST);
    while (true) {
      AccessPreview preview =
          patience.make(
              () ->
                  call(
                      GET,
                      () ->
                          client
                              .getAccessPreview(r -> r.analyzerArn(analyzerArn).accessPreviewId(id))
                              .accessPreview()));
      AccessPreviewStatus status = preview.status();
      if (status == AccessPreviewStatus.COMPLETED) {
        return;
      }
      if (status != AccessPreviewStatus.CREATING || clock.instant().isAfter(until)) {
        throw new CommandLineError(
            "the access preview is %s%s, so nobody knows what the change would do"
                .formatted(
                    SafeText.line(String.valueOf(preview.statusAsString()), 40),
                    preview.statusReason() == null
                        ? ""
                        : " (%s)"
                            .formatted(
                                SafeText.line(
                                    String.valueOf(preview.statusReason().codeAsString()), 60))));
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnreadableSource("interrupted", e);
      }
    }
  }

  private static <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsCallException.of(operation, e);
    }
  }

  /** As the AWS CLI prints it, so that both are read alike. */
  private static ObjectNode json(AccessPreviewFinding finding) {
    ObjectNode json =
        Json.object()
            .put("id", finding.id())
            .put("resource", finding.resource())
            .put("resourceType", finding.resourceTypeAsString())
            .put("resourceOwnerAccount", finding.resourceOwnerAccount())
            .put("isPublic", finding.isPublic())
            .put("error", finding.error())
            .put("status", finding.statusAsString())
            .put("changeType", finding.changeTypeAsString())
            .put("createdAt", String.valueOf(finding.createdAt()))
            .put("existingFindingId", finding.existingFindingId())
            .put("existingFindingStatus", finding.existingFindingStatusAsString());
    if (finding.hasPrincipal()) {
      json.set("principal", Json.object(finding.principal()));
    }
    if (finding.hasAction()) {
      json.set("action", Json.array(finding.action()));
    }
    if (finding.hasCondition()) {
      json.set("condition", Json.object(finding.condition()));
    }
    if (finding.hasSources()) {
      ArrayNode sources = json.putArray("sources");
      finding.sources().forEach(source -> sources.add(json(source)));
    }
    json.properties().removeIf(field -> field.getValue().isNull());
    return json;
  }

  private static ObjectNode json(FindingSource source) {
    ObjectNode json = Json.object().put("type", source.typeAsString());
    if (source.detail() != null) {
      ObjectNode detail = json.putObject("detail");
      detail.put("accessPointArn", source.detail().accessPointArn());
      detail.put("accessPointAccount", source.detail().accessPointAccount());
      detail.properties().removeIf(field -> field.getValue().isNull());
    }
    return json;
  }

  private ProposedFinding finding(Fields json, String analyzerArn) {
    String changeType = text(json, "changeType").orElseThrow(() -> json.missing("changeType"));
    String status = text(json, "status").orElseThrow(() -> json.missing("status"));
    Optional<String> existingId = text(json, "existingFindingId");
    if (text(json, "createdAt").isEmpty()) {
      throw json.missing("createdAt");
    }
    Instant readAt = clock.instant();
    Finding finding = asFinding(json, analyzerArn, existingId);
    return new ProposedFinding(
        changeType,
        status,
        existingId.orElse(null),
        text(json, "existingFindingStatus").orElse(null),
        new SourcedFinding(finding, facts(finding, readAt), readAt, List.of()));
  }

  /**
   * The finding as rules will judge it: active, and updated when the change is made. What a preview
   * does not tell is unread: restrictions, sources where it has none, and when a finding was made
   * that there is already.
   */
  private static Finding asFinding(Fields json, String analyzerArn, Optional<String> existingId) {
    ObjectNode printed = ((ObjectNode) json.node()).deepCopy();
    for (String time : List.of("updatedAt", "analyzedAt")) {
      printed.set(time, InputKind.field(printed, "createdAt"));
    }
    printed.remove(List.of("Status", "status"));
    printed.put("status", "ACTIVE");
    existingId.ifPresent(
        id -> {
          printed.remove(List.of("Id", "id"));
          printed.put("id", id);
        });
    Finding.Builder finding =
        PrintedFinding.of(analyzerArn, Fields.of(printed, json.path())).toBuilder()
            .restrictions(null);
    if (existingId.isPresent()) {
      finding.createdAt(null);
    }
    if (!InputKind.has(printed, "sources")) {
      finding.sources(null);
    }
    return finding.build();
  }

  private Facts facts(Finding finding, Instant readAt) {
    return account
        .map(known -> known.of(finding, readAt).facts())
        .orElseGet(
            () ->
                new Facts(
                    Fact.unread(Fact.Cause.UNSUPPORTED, NO_TAGS.formatted("tags")),
                    finding.resource().type().equals(KeyAliasReader.RESOURCE_TYPE)
                        ? Fact.unread(Fact.Cause.UNSUPPORTED, NO_TAGS.formatted("key aliases"))
                        : Fact.known(List.of())));
  }

  private static Optional<String> text(Fields json, String name) {
    JsonNode value = InputKind.field(json.node(), name);
    // The SDK for .NET prints a constant as an object with its value.
    return Optional.ofNullable(
            value.isObject() ? value.path("Value").textValue() : value.textValue())
        .filter(text -> !text.isEmpty());
  }
}
