package menhir.console;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Headless Chromium with its own profile. Chromium and its driver must be installed: nothing is downloaded. */
public final class Browser implements AutoCloseable {
    private static final String UNAVAILABLE =
            "Failed to load resource: the server responded with a status of 503 (Service Unavailable)";
    private static final String HOW_TO_INSTALL =
            " is not installed. On Debian: apt-get install chromium chromium-driver. To skip the browser tests:"
                    + " -Dmenhir.browser=off";

    private static final Path PICTURES = Path.of("target", "console");

    private final ChromeDriver driver;

    /** Starts a browser with its profile in this folder. */
    public Browser(Path profile) {
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("Chromium", "chromium", "chromium-browser", "google-chrome"));
        options.setCapability("goog:loggingPrefs", logging);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile.toAbsolutePath());
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(find("The driver of Chromium", "chromedriver"))
                .usingAnyFreePort()
                .withLogFile(profile.resolveSibling("chromedriver.log").toFile())
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(1));
    }

    private static File find(String what, String... names) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/lib/chromium";
        return Stream.of(names)
                .flatMap(name -> Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(path)
                        .map(dir -> new File(dir, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(what + HOW_TO_INSTALL));
    }

    void open(int port, String fragment) {
        // Loads another page first: a new fragment alone would not reload the page.
        driver.get("about:blank");
        driver.get("http://127.0.0.1:" + port + "/console" + fragment);
    }

    /** Opens any page. */
    public void open(URI page) {
        driver.get(page.toString());
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** The visible text of the first element, or empty if there is none. */
    String text(String selector) {
        try {
            List<WebElement> found = driver.findElements(By.cssSelector(selector));
            return found.isEmpty() ? "" : found.get(0).getText();
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    List<String> texts(String selector) {
        try {
            return driver.findElements(By.cssSelector(selector)).stream()
                    .map(WebElement::getText)
                    .toList();
        } catch (StaleElementReferenceException e) {
            return List.of();
        }
    }

    /** Number of matching elements. */
    public int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** The text of a cell in the row of an item. */
    String cell(String item, String cell) {
        Object text = driver.executeScript(
                "const row = [...document.querySelectorAll('#items tr')].find((tr) => tr.dataset.key === arguments[0]);"
                        + "return row ? row.querySelector(arguments[1]).textContent : '';",
                item,
                cell);
        return text == null ? "" : text.toString();
    }

    void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    String attribute(String item, String cell, String attribute) {
        Object value = driver.executeScript(
                "const row = [...document.querySelectorAll('#items tr')].find((tr) => tr.dataset.key === arguments[0]);"
                        + "return row.querySelector(arguments[1]).getAttribute(arguments[2]);",
                item,
                cell,
                attribute);
        return String.valueOf(value);
    }

    void clickText(String selector, String text) {
        driver.findElements(By.cssSelector(selector)).stream()
                .filter(element -> element.getText().equals(text))
                .findFirst()
                .orElseThrow()
                .click();
    }

    void clickInRow(String item, String selector) {
        driver.findElements(By.cssSelector("#items tr")).stream()
                .filter(row -> item.equals(row.getDomAttribute("data-key")))
                .findFirst()
                .orElseThrow()
                .findElement(By.cssSelector(selector))
                .click();
    }

    /** Replaces the text of a field with keystrokes. */
    void type(String selector, String text) {
        WebElement field = driver.findElement(By.cssSelector(selector));
        field.clear();
        field.sendKeys(text);
    }

    /** The value of an expression. */
    public Object script(String script) {
        Object result = driver.executeScript("return " + script);
        return result == null ? "" : result;
    }

    void width(int pixels) {
        // A headless window cannot be as narrow as a phone, but the emulated device can.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the user prefers. */
    void media(boolean dark, boolean lessMotion) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of(
                                        "name",
                                        "prefers-reduced-motion",
                                        "value",
                                        lessMotion ? "reduce" : "no-preference"))));
    }

    /** Presses a key where the focus is. */
    void press(CharSequence key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** Has axe check the page as it is now. */
    Axe.Report check() {
        driver.executeScript(Axe.script());
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        Map<?, ?> report = (Map<?, ?>) Objects.requireNonNull(driver.executeAsyncScript(Axe.run()));
        return new Axe.Report(
                ((Number) Objects.requireNonNull(report.get("passed"))).longValue(),
                ((List<?>) Objects.requireNonNull(report.get("found")))
                        .stream().map(String::valueOf).toList());
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Warnings and errors of the browser since the last call; not its word of a 503, which a busy node may answer. */
    public List<String> complaints() {
        return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.endsWith(UNAVAILABLE))
                .toList();
    }

    /** A screenshot, a PNG file. */
    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** Saves a screenshot in target/console. */
    public void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), picture());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
