package org.fieldledger.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.CLI;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.PlaywrightException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium for page tests: the installed one, else Debian's package, else Playwright's own download.
 *
 * <p>Where none can be had the test is skipped with one sentence that says why; under continuous integration
 * ({@code CI=true}) it fails, so that pages never go untested unnoticed.
 */
public final class BrowserFixture {

    private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(5);

    /** Looked for once per test run: an installation that failed is not tried again by the next test. */
    private static final Optional<Path> CHROMIUM = installed().or(BrowserFixture::fromDebian);

    private static final boolean DOWNLOADED = CHROMIUM.isEmpty() && fromPlaywright();

    private BrowserFixture() {}

    /** Opens a new browser, to be closed by the test; skips the test where there is none, or fails it if CI is set. */
    public static Browser open() {
        if (CHROMIUM.isEmpty() && !DOWNLOADED) {
            String sentence =
                    "Page tests need Chromium: none is installed, apt-get could not install it, and Playwright could"
                            + " not download it. Install Chromium or Chrome and run again.";
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                return Assertions.fail(sentence);
            }
            return Assumptions.abort(sentence);
        }
        LaunchOptions options = new LaunchOptions().setHeadless(true).setArgs(arguments());
        CHROMIUM.ifPresent(options::setExecutablePath);
        return Shared.PLAYWRIGHT.chromium().launch(options);
    }

    /** One driver for all page tests of a run; it ends with the test process. */
    private static final class Shared {
        static final Playwright PLAYWRIGHT =
                Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** Root has no sandbox to give up, a test machine no screen, and the browser no business with its makers. */
    private static List<String> arguments() {
        return List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
    }

    private static Optional<Path> installed() {
        Stream<Path> onPath = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                        .map(name -> Path.of(folder, name)));
        Stream<Path> elsewhere = Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/google-chrome",
                        "/snap/bin/chromium",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium",
                        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe")
                .map(Path::of);
        return Stream.concat(onPath, elsewhere).filter(Files::isExecutable).findFirst();
    }

    private static Optional<Path> fromDebian() {
        if (!Files.isExecutable(Path.of("/usr/bin/apt-get")) || !"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        boolean done = succeeds("apt-get", "update")
                && succeeds(
                        "apt-get",
                        "install",
                        "-y",
                        "--no-install-recommends",
                        "-o",
                        "DPkg::Lock::Timeout=120",
                        "chromium");
        return done ? installed() : Optional.empty();
    }

    private static boolean fromPlaywright() {
        String java = ProcessHandle.current().info().command().orElse("java");
        return succeeds(java, "-cp", System.getProperty("java.class.path"), CLI.class.getName(), "install", "chromium")
                && starts();
    }

    private static boolean starts() {
        try {
            Shared.PLAYWRIGHT
                    .chromium()
                    .launch(new LaunchOptions().setArgs(arguments()))
                    .close();
            return true;
        } catch (PlaywrightException incomplete) {
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            boolean ended = process.waitFor(INSTALL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroy();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException notHere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
