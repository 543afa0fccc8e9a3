package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium, without a screen, that records what it asks the network for. */
final class Browser implements AutoCloseable {
  /** Where Debian and others put them; the driver is of the browser's version. */
  private static final List<Path> DRIVERS =
      List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));

  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Warns that it does not know the protocol of every version; what is used here is in all. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Nothing where this machine has none. */
  static Optional<Browser> start(Path profile) {
    Optional<Path> driver = first(DRIVERS);
    Optional<Path> browser = first(BROWSERS);
    if (driver.isEmpty() || browser.isEmpty()) {
      return Optional.empty();
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1000",
        "--user-data-dir=" + profile);
    SELENIUM.setLevel(Level.SEVERE);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driver.get().toFile()).build();
    ChromeDriver started = new ChromeDriver(service, options);
    started.manage().timeouts().pageLoadTimeout(PATIENCE);
    return Optional.of(new Browser(started));
  }

  private static Optional<Path> first(List<Path> programs) {
    return programs.stream().filter(Files::isExecutable).findFirst();
  }

  void open(Path page) {
    open(page.toUri().toString());
  }

  void open(String address) {
    driver.get(address);
  }

  /** What a script evaluates to. */
  Object eval(String expression) {
    Object value = driver.executeScript("return " + expression);
    return value == null ? "null" : value;
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<String> texts(String css) {
    return driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** Sends keys to what has the focus, as a keyboard does. */
  void press(CharSequence... keys) {
    focused().sendKeys(keys);
  }

  /** Waits until the status line says so, as its reader would. */
  void awaitCount(String expected) {
    await("document.getElementById('count').textContent", expected);
  }

  void await(String expression, Object expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!expected.equals(eval(expression))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "expected \"%s\", found \"%s\"".formatted(expected, eval(expression)));
      }
      Moto.pause();
    }
  }

  /** Emulates what a reader's system prefers, on the screen. */
  void prefer(String feature, String value) {
    emulate("", feature, value);
  }

  /** Emulates paper instead of the screen. */
  void emulatePrint(String feature, String value) {
    emulate("print", feature, value);
  }

  private void emulate(String media, String feature, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("media", media, "features", List.of(Map.of("name", feature, "value", value))));
  }

  /** Prints the page, and what a script evaluates to when the page has prepared itself for it. */
  Object evalInPrint(String expression) {
    driver.executeScript(
        "addEventListener('beforeprint', () => { window.printed = %s; }, { once: true });"
            .formatted(expression));
    driver.executeCdpCommand("Page.printToPDF", Map.of());
    return eval("window.printed");
  }

  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The addresses that were loaded since this was last called; what is refused is not loaded. */
  List<String> requests() {
    Map<String, String> requests = new LinkedHashMap<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = Json.read(entry.getMessage(), "performance log").get("message");
      JsonNode params = message.get("params");
      switch (message.get("method").asText()) {
        case "Network.requestWillBeSent" ->
            requests.put(
                params.get("requestId").asText(), params.get("request").get("url").asText());
        case "Network.loadingFailed" -> {
          if (params.path("blockedReason").asText().equals("csp")) {
            requests.remove(params.get("requestId").asText());
          }
        }
        default -> {
          // Nothing about requests.
        }
      }
    }
    return List.copyOf(requests.values());
  }

  /** What the console was told since this was last called, violations of the policy among it. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
