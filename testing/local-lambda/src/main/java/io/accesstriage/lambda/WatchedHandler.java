package io.accesstriage.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/**
 * Stands before a function's handler, in its process, and writes how many classes each invocation
 * loaded. It uses nothing but the JDK and the runtime's own classes, so that it loads none of the
 * function's.
 */
public final class WatchedHandler implements RequestStreamHandler {
  /** The system property that names the handler. */
  static final String WATCHED = "lambda.watched";

  /** Written before an invocation; {@code -Xlog:class+load} writes the classes after it. */
  public static final String BEGIN = "-- invocation";

  /** Written after it, followed by the number of classes. */
  public static final String END = "-- classes loaded: ";

  private final RequestStreamHandler handler;
  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

  public WatchedHandler() throws ReflectiveOperationException {
    handler =
        Class.forName(
                System.getProperty(WATCHED), true, Thread.currentThread().getContextClassLoader())
            .asSubclass(RequestStreamHandler.class)
            .getConstructor()
            .newInstance();
    // Loads what the watching itself needs.
    System.out.println(END + classes.getTotalLoadedClassCount());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    System.out.println(BEGIN);
    long before = classes.getTotalLoadedClassCount();
    handler.handleRequest(in, out, context);
    long after = classes.getTotalLoadedClassCount();
    System.out.println(END + (after - before));
  }

  /** The folder or jar of this class. */
  static String place() {
    return WatchedHandler.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
