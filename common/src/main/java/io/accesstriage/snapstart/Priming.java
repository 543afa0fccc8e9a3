package io.accesstriage.snapstart;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.state.StepHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Lets a function handle sample requests before Lambda takes its snapshot, with a stand-in for AWS
 * in this process: over the same SDK clients, TLS and JSON as with AWS, so that the first
 * invocation after a restore loads next to nothing. No call leaves the process. Handler, clients,
 * credentials and connections of the priming are its own and are dropped with it; what is kept are
 * clients of AWS, one of each kind that was used, which have done nothing yet.
 *
 * <p>What a function is primed with is a resource beside its handler, such as {@code
 * ArchiveHandler.priming.json}; see {@link PrimingFile}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime
 *     hooks</a>
 */
public final class Priming implements Resource {
  /** So often that the JVM has compiled what is called often; that takes some seconds. */
  private static final int ROUNDS = 20;

  private static final String NO_REGION = "us-east-1";

  private final PrimingFile file;
  private final Wiring wiring;

  /** Makes the handler that is primed. */
  @FunctionalInterface
  public interface Wiring {
    StepHandler handler(AwsClients aws, Clock clock);
  }

  private Priming(PrimingFile file, Wiring wiring) {
    this.file = file;
    this.wiring = wiring;
  }

  /** Has the function primed before a snapshot is taken of it; otherwise does nothing. */
  public static void beforeSnapshot(Class<? extends StepHandler> function, Wiring wiring) {
    Core.getGlobalContext().register(of(function, wiring));
  }

  /** The priming of a function. */
  public static Priming of(Class<? extends StepHandler> function, Wiring wiring) {
    return new Priming(new PrimingFile(function), wiring);
  }

  /**
   * Primes on a thread of its own: libraries keep what they used last by thread, the XML parser its
   * input with the connection below. Being slow is no reason not to be deployed: where priming
   * fails, the log says so, and the first invocation takes longer.
   */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    Thread thread = new Thread(this::primeOrSayWhyNot, "priming");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void primeOrSayWhyNot() {
    try {
      prime(ROUNDS);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      System.out.println("Priming before the snapshot failed: " + e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Nothing to make anew: whatever is unique is made on its first use.
  }

  /**
   * Handles the sample requests.
   *
   * @param rounds how often
   * @return the calls of AWS that were made, without repetition, sorted
   * @throws RuntimeException what the handler throws
   */
  public List<String> prime(int rounds) throws IOException, GeneralSecurityException {
    String region =
        Objects.requireNonNullElse(
            System.getenv(SdkSystemSetting.AWS_REGION.environmentVariable()), NO_REGION);
    AwsClients real = AwsClients.ofAws();
    PrimingFile.Content content = file.read();
    try (StandInForAws aws = new StandInForAws(region, real, content::answer)) {
      real.refuse(aws.stranger());
      for (int round = 0; round < rounds; round++) {
        try (StandInForAws.Access access = aws.access()) {
          StepHandler handler = wiring.handler(access.clients(), content.clock());
          for (byte[] request : content.requests()) {
            handler.prime(request);
          }
        }
      }
      return List.copyOf(new TreeSet<>(aws.calls()));
    }
  }
}
