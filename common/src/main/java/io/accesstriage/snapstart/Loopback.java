package io.accesstriage.snapstart;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A server that only this machine reaches. It answers each request on a connection of its own. */
final class Loopback implements AutoCloseable {
  private static final int WAITING = 10;

  private final ServerSocket socket;
  private final Function<HttpMessage, Optional<byte[]>> answers;

  /**
   * @param answers called on several threads; nothing where the request is not known
   */
  Loopback(ServerSocketFactory sockets, Function<HttpMessage, Optional<byte[]>> answers)
      throws IOException {
    this.socket = sockets.createServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
    this.answers = answers;
    begin(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        begin(() -> answer(connection));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      HttpMessage request = HttpMessage.read(new BufferedInputStream(connection.getInputStream()));
      Optional<byte[]> answer = answers.apply(request);
      BufferedOutputStream out = new BufferedOutputStream(connection.getOutputStream());
      request.answer(out, answer.isPresent() ? 200 : 404, answer.orElseGet(() -> new byte[0]));
    } catch (IOException e) {
      // The caller sees it, as a failed call.
    }
  }

  private static void begin(Runnable task) {
    Thread thread = new Thread(task, "priming");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
