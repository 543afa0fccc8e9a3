package io.accesstriage.cli.world;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.enrich.AccountAccess;
import io.accesstriage.enrich.KeyAliasReader;
import io.accesstriage.enrich.Organization;
import io.accesstriage.enrich.RoleAssumer;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingList;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.stateslanguage.MessageQueue;
import io.accesstriage.stateslanguage.TaskFailedException;
import java.time.Clock;
import java.util.List;

/**
 * The AWS that the handlers meet when they run locally: a sample account, the findings that events
 * told of, a ledger and a topic. It lasts for one call of the command. Not thread-safe.
 */
public final class World {
  private final Calls calls;
  private final EffectLog effects = new EffectLog();
  private final SampleFindings findings;
  private final SampleResources resources;
  private final SampleOrganization organization;
  private final Ledger ledger;
  private int messages;

  public World(SampleAccount account) {
    calls = new Calls(account.faults());
    findings = new SampleFindings(account, calls, effects);
    resources = new SampleResources(account, calls);
    organization = new SampleOrganization(account, calls);
    ledger = new SampleLedger(calls);
  }

  /**
   * What took effect during one execution.
   *
   * @param archived ids of findings
   * @param unarchived ids of findings
   * @param alerts in the order in which they were published
   */
  public record Effects(List<String> archived, List<String> unarchived, List<AlertMessage> alerts) {
    public static final Effects NONE = new Effects(List.of(), List.of(), List.of());

    public Effects {
      archived = List.copyOf(archived);
      unarchived = List.copyOf(unarchived);
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Lets the finding of an event exist as the event tells it, unless a later event has told of it
   * before. What was archived since stays so until then.
   */
  public void observe(Finding event) {
    findings.observe(event);
    resources.observe(event);
  }

  /** Takes note of whose account a finding's resource is in, and of nothing else about it. */
  public void observeOwner(Finding finding) {
    resources.observe(finding);
  }

  /** What took effect since this was last asked. */
  public Effects takeEffects() {
    return effects.take();
  }

  /** Access Analyzer. */
  public FindingArchive findings() {
    return findings;
  }

  /** Access Analyzer's lists of findings. */
  public FindingList findingList() {
    return findings;
  }

  /** The services' lists of tags, for the same types of resources as in AWS. */
  public TagReaders tagReaders(AccountAccess access) {
    return resources.tagReaders(access);
  }

  /** KMS's list of aliases. */
  public KeyAliasReader keyAliasReader(AccountAccess access) {
    return resources.keyAliasReader(access);
  }

  /** AWS STS. */
  public RoleAssumer roles(Clock clock) {
    return organization.roles(clock);
  }

  /** AWS Organizations. */
  public Organization organization() {
    return organization;
  }

  /** The ledger, whatever the table's name. */
  public Ledger ledger() {
    return ledger;
  }

  /** The alert topic. */
  public AlertTopic alertTopic() {
    return new AlertTopic() {
      @Override
      public void publish(AlertMessage message) {
        calls.make("sns:Publish", () -> published(message));
      }

      /** Whoever runs it reads it. */
      @Override
      public boolean hasReader() {
        return true;
      }
    };
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

  private AlertMessage published(AlertMessage message) {
    effects.alerted(message);
    return message;
  }
}
