package io.accesstriage.cli.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.archive.FindingArchive;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.stepfunctions.MessageQueue;
import io.accesstriage.cli.stepfunctions.TaskFailedException;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.enrich.TagReader;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingJson;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.Fields;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.notify.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The AWS that the handlers meet when they run locally: a sample account, the findings that events
 * told of, a ledger and a topic. It lasts for one call of the command. Not thread-safe.
 */
public final class World {
  private final SampleAccount account;
  private final Calls calls;
  private final Map<String, Finding> findings = new HashMap<>();
  private final Map<String, String> analyzerAccounts = new HashMap<>();
  private final Ledger ledger = new InMemoryLedger();
  private final List<String> archived = new ArrayList<>();
  private final List<String> unarchived = new ArrayList<>();
  private final List<AlertMessage> alerts = new ArrayList<>();
  private int messages;

  public World(SampleAccount account) {
    this.account = account;
    this.calls = new Calls(account.faults());
  }

  /**
   * What took effect during one execution.
   *
   * @param archived ids of findings
   * @param unarchived ids of findings
   * @param alerts in the order in which they were published
   */
  public record Effects(
      List<String> archived, List<String> unarchived, List<AlertMessage> alerts) {}

  /**
   * Lets the finding of an event exist as the event tells it, unless a later event has told of it
   * before. What was archived since stays so until then.
   */
  public void observe(Finding event) {
    Finding known = findings.get(event.id());
    if (known == null || isLater(event, known)) {
      findings.put(event.id(), answer(event));
    }
    Arn.parse(event.analyzerArn())
        .ifPresent(arn -> analyzerAccounts.put(event.resource().arn(), arn.account()));
  }

  /** What took effect since this was last asked. */
  public Effects takeEffects() {
    Effects effects =
        new Effects(List.copyOf(archived), List.copyOf(unarchived), List.copyOf(alerts));
    archived.clear();
    unarchived.clear();
    alerts.clear();
    return effects;
  }

  /** Access Analyzer. */
  public FindingArchive findings() {
    return new FindingArchive() {
      @Override
      public Optional<Finding> read(String analyzerArn, String findingId) {
        return calls.make("access-analyzer:GetFinding", () -> current(findingId));
      }

      @Override
      public void update(String analyzerArn, String findingId, FindingStatus status) {
        calls.make("access-analyzer:UpdateFindings", () -> updated(findingId, status));
      }
    };
  }

  /** The services' lists of tags, for the same types of resources as in AWS. */
  public TagReaders tagReaders() {
    Map<String, TagReader> byType = new HashMap<>();
    TagReaders.ofAws()
        .operations()
        .forEach(
            (type, operation) ->
                byType.put(
                    type,
                    new TagReader() {
                      @Override
                      public String operation() {
                        return operation;
                      }

                      @Override
                      public Map<String, String> tags(Resource resource) {
                        return calls.make(operation, () -> readable(operation, resource).tags());
                      }
                    }));
    return new TagReaders(byType);
  }

  /** KMS's list of aliases. */
  public KeyAliasReader keyAliasReader() {
    return new KeyAliasReader() {
      @Override
      public List<String> aliases(Resource key) {
        return calls.make(operation(), () -> readable(operation(), key).keyAliases());
      }
    };
  }

  /** The ledger, whatever the table's name. */
  public Ledger ledger() {
    return new Ledger() {
      @Override
      public Optional<LedgerEntry> read(String findingId) {
        return calls.make("dynamodb:GetItem", () -> ledger.read(findingId));
      }

      @Override
      public LedgerEntry write(LedgerEntry entry) {
        return calls.make("dynamodb:PutItem", () -> ledger.write(entry));
      }

      @Override
      public int archived(String rule, LocalDate day) {
        return calls.make("dynamodb:GetItem", () -> ledger.archived(rule, day));
      }

      @Override
      public void countArchived(String rule, LocalDate day) {
        calls.make(
            "dynamodb:UpdateItem",
            () -> {
              ledger.countArchived(rule, day);
              return true;
            });
      }
    };
  }

  /** The alert topic. */
  public AlertTopic alertTopic() {
    return message -> calls.make("sns:Publish", () -> alerts.add(message));
  }

  /** The dead-letter queue. */
  public MessageQueue deadLetterQueue() {
    return (queueUrl, body) -> {
      try {
        return calls.make("sqs:SendMessage", () -> "message-" + ++messages);
      } catch (AwsCallException e) {
        throw new TaskFailedException("SQS.AmazonSQSException", e.getMessage());
      }
    };
  }

  private Optional<Finding> current(String findingId) {
    return Optional.ofNullable(findings.get(findingId))
        .filter(finding -> finding.status() != FindingStatus.GONE);
  }

  private Finding updated(String findingId, FindingStatus status) {
    Finding finding =
        current(findingId)
            .orElseThrow(
                () ->
                    new AwsCallException(
                        "access-analyzer:UpdateFindings",
                        "ResourceNotFoundException",
                        404,
                        "there is no finding " + findingId));
    if (finding.status() != status) {
      (status == FindingStatus.ARCHIVED ? archived : unarchived).add(findingId);
    }
    Finding updated = finding.withStatus(status);
    findings.put(findingId, updated);
    return updated;
  }

  /** The API's answer for the finding of an event: its content, with what the account file says. */
  private Finding answer(Finding event) {
    Finding finding = event;
    Optional<FindingOverride> override = account.finding(event.id());
    if (override.isPresent()) {
      ObjectNode fields = FindingJson.write(event);
      fields.setAll(override.get().fields());
      finding = FindingJson.read(Fields.of(fields, "findings." + event.id()));
      if (override.get().gone()) {
        finding = finding.withStatus(FindingStatus.GONE);
      }
    }
    return finding.asRead(ContentHash.of(finding, Map.of()));
  }

  private SampleResource readable(String operation, Resource resource) {
    SampleResource sample =
        account.resource(resource.arn()).orElseThrow(() -> missing(operation, resource));
    if (sample.denied() || !isOwnedBy(sample, resource)) {
      boolean s3 = operation.startsWith("s3:");
      throw new AwsCallException(
          operation,
          s3 ? "AccessDenied" : "AccessDeniedException",
          s3 ? 403 : 400,
          "Access Denied");
    }
    return sample;
  }

  /** A bucket is asked for with the owner that the finding names; another's is not read. */
  private boolean isOwnedBy(SampleResource sample, Resource resource) {
    boolean arnTells = Arn.parse(sample.arn()).map(arn -> !arn.account().isEmpty()).orElse(false);
    if (arnTells || resource.account() == null) {
      return true;
    }
    String owner = sample.account() != null ? sample.account() : analyzerAccounts.get(sample.arn());
    return resource.account().equals(owner);
  }

  private static AwsCallException missing(String operation, Resource resource) {
    return switch (operation) {
      case "s3:GetBucketTagging" ->
          new AwsCallException(
              operation, "NoSuchBucket", 404, "The specified bucket does not exist");
      case "kms:ListResourceTags", "kms:ListAliases" ->
          new AwsCallException(
              operation, "NotFoundException", 400, "Key '" + resource.arn() + "' does not exist");
      default ->
          new AwsCallException(
              operation, "ResourceNotFoundException", 404, resource.arn() + " does not exist");
    };
  }

  private static boolean isLater(Finding one, Finding other) {
    return one.updatedAt() != null
        && other.updatedAt() != null
        && one.updatedAt().isAfter(other.updatedAt());
  }
}
