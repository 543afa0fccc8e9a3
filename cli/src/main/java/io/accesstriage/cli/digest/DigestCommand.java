package io.accesstriage.cli.digest;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.JsonLine;
import io.accesstriage.cli.source.AwsAccess;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.messages.digest.DigestListing;
import io.accesstriage.notify.Digest;
import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code triage digest}: everything that the next digest of a deployment would tell. */
@Command(
    name = "digest",
    description = {
      "Lists everything that waits for a deployment's next digest, everything that is open or failed"
          + " from before, and what was archived since the last one, all of it from the ledger. Sends"
          + " and changes nothing.",
      "",
      "Asks AWS with the credentials of the environment or of --profile, which need"
          + " dynamodb:Scan and dynamodb:GetItem on the table, and kms:Decrypt by its key."
    },
    exitCodeList = {
      "0:it was listed",
      "1:the ledger could not be read",
      "2:the command line is wrong"
    },
    footer = {
      "  triage digest --table triage-LedgerTable-1AB2C3D4E5F6",
      "  triage digest --table NAME --since 2026-11-24T07:00:00Z",
      "  triage digest --table NAME --profile security --region eu-west-1 --json"
    })
public final class DigestCommand implements Callable<Integer> {
  private static final int LONGEST_LINE = 2_000;
  private static final int CONNECTIONS = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "NAME",
      description = "The ledger's table: the stack's output LedgerTableName.")
  private String table = "";

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The table's region; default the profile's, or else the environment's.")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "The profile with the credentials, also where the environment has others; default what"
              + " the environment has.")
  private @Nullable String profile;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = {
        "List what was archived since then, such as 2026-11-24T07:00:00Z, or since \"ever\"; default"
            + " the last digest. A digest says the time that lists all of it."
      })
  private @Nullable String since;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      print(listing(ledger(), since, Instant.now()), spec.commandLine().getOut(), json);
      return 0;
    } catch (AwsCallException e) {
      err.println(SafeText.line("triage digest: " + why(e), LONGEST_LINE));
      return 1;
    }
  }

  /**
   * @param since as the option says it; null where it is not given
   */
  static DigestListing listing(Ledger ledger, @Nullable String since, Instant now) {
    if (since == null) {
      return DigestListing.of(ledger, Digest.last(ledger).orElse(null), now);
    }
    if (since.equals(DigestListing.EVER)) {
      return DigestListing.of(ledger, null, now);
    }
    try {
      return DigestListing.of(ledger, Instant.parse(since), now);
    } catch (DateTimeParseException e) {
      throw new CommandLineError(
          "--since: expected a time such as 2026-11-24T07:00:00Z, or %s; found %s"
              .formatted(DigestListing.EVER, since),
          e);
    }
  }

  static void print(DigestListing listing, PrintWriter out, boolean json) {
    if (json) {
      out.println(JsonLine.of(listing.json()));
    } else {
      listing.text().lines().forEach(line -> out.println(SafeText.line(line, LONGEST_LINE)));
    }
    out.flush();
  }

  private Ledger ledger() {
    AwsAccess access =
        AwsAccess.of(Optional.ofNullable(profile), Optional.ofNullable(region), CONNECTIONS);
    return new DynamoDbLedger(access.clients().client(DynamoDbClient::builder), table);
  }

  private String why(AwsCallException e) {
    String answer = "the ledger %s could not be read: %s".formatted(table, e.getMessage());
    return AwsAccess.isWithoutCredentials(e)
        ? "%s. The answer was: %s".formatted(AwsAccess.LOG_IN, answer)
        : answer;
  }
}
