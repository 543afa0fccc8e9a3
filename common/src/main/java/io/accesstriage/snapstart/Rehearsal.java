package io.accesstriage.snapstart;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.state.StepHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Lets a function handle sample requests before Lambda takes its snapshot, with a stand-in for AWS
 * in this process: over the same SDK clients, TLS and JSON as in earnest, so that the first
 * invocation after a restore loads next to nothing. No call leaves the process, and nothing of what
 * the rehearsal makes is kept: handler, clients, credentials and connections are its own and are
 * dropped with it.
 *
 * <p>A function says what it rehearses by a resource beside its handler, such as {@code
 * ArchiveHandler.rehearsal.json}; see {@link Script}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime
 *     hooks</a>
 */
public final class Rehearsal implements Resource {
  /** So often that the JVM has compiled what is called often; that takes some seconds. */
  private static final int ROUNDS = 20;

  private final Script script;
  private final Cast cast;

  /** Makes the handler that rehearses. */
  @FunctionalInterface
  public interface Cast {
    StepHandler handler(AwsClients aws, Clock clock);
  }

  private Rehearsal(Script script, Cast cast) {
    this.script = script;
    this.cast = cast;
  }

  /** Has the function rehearse before a snapshot is taken of it; otherwise does nothing. */
  public static void beforeSnapshot(Class<? extends StepHandler> function, Cast cast) {
    Core.getGlobalContext().register(of(function, cast));
  }

  /** The rehearsal of a function. */
  public static Rehearsal of(Class<? extends StepHandler> function, Cast cast) {
    return new Rehearsal(new Script(function), cast);
  }

  /**
   * Rehearses on a thread of its own: libraries keep what they used last by thread, the XML parser
   * its input with the connection below. Being slow is no reason not to be deployed: a rehearsal
   * that fails is told in the log, and the first invocation takes longer.
   */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    Thread stage = new Thread(this::rehearseOrSayWhyNot, "rehearsal");
    stage.start();
    try {
      stage.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rehearseOrSayWhyNot() {
    try {
      rehearse(ROUNDS);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      System.out.println("The rehearsal before the snapshot failed: " + e);
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
  public List<String> rehearse(int rounds) throws IOException, GeneralSecurityException {
    // What the real clients will use: reads the certificates of the authorities.
    SSLContext.getDefault();
    Script.Scenes scenes = script.read();
    try (StandInForAws aws = new StandInForAws(scenes::answer)) {
      for (int round = 0; round < rounds; round++) {
        try (StandInForAws.Access access = aws.access()) {
          StepHandler handler = cast.handler(access.clients(), scenes.clock());
          for (byte[] request : scenes.requests()) {
            handler.rehearse(request);
          }
        }
      }
      return List.copyOf(new TreeSet<>(aws.calls()));
    }
  }
}
