package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.fieldledger.embedded.StartRefused;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code serve} and {@code demo} share: where the pages are, and how they come up and go down. */
final class ServeOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:SERVER_PORT:-8080}",
            description = "where the pages and the API are (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:SERVER_ADDRESS:-127.0.0.1}",
            description =
                    "who may connect: this machine alone (${DEFAULT-VALUE}, the default), or 0.0.0.0 behind a proxy"
                            + " that encrypts")
    private String address = "127.0.0.1";

    @Mixin
    private StoreOptions store = new StoreOptions();

    /** What to do between the start of the application and the word that it is up. */
    interface OnceUp {
        void run(RunningApplication application);
    }

    /**
     * Serves until the process is told to stop (Ctrl-C, SIGTERM), then stops cleanly.
     *
     * @param kind what a new store becomes: {@code ordinary} or {@code demonstration}
     * @param further Spring properties of this command
     */
    void serve(String kind, Map<String, Object> further, PrintWriter out, OnceUp onceUp) throws InterruptedException {
        Consumer<String> say = sentence -> {
            out.println(sentence + ".");
            out.flush();
        };
        checkPortIsFree();
        OpenStore opened = store.open(say);
        if (opened.attached()) {
            throw new StartRefused("Another Fieldledger already runs the store in " + opened.home()
                    + ". Use that one, stop it first, or choose another folder with --data-dir.");
        }
        CleanStop stop = new CleanStop(say);
        stop.first(opened);
        say.accept("Starting Fieldledger");
        Map<String, Object> settings = new HashMap<>(further);
        settings.putAll(Map.of("server.port", port, "server.address", address, "fieldledger.store-kind", kind));
        RunningApplication application = RunningApplication.start(opened, WebApplicationType.SERVLET, settings);
        stop.first(application);
        onceUp.run(application);
        say.accept("Fieldledger is at http://" + (address.equals("127.0.0.1") ? "localhost" : address) + ":" + port
                + " (Ctrl-C stops it; logs are in " + opened.home().resolve("logs") + ")");
        stop.await();
    }

    private void checkPortIsFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(!System.getProperty("os.name", "").startsWith("Windows"));
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (UnknownHostException unknown) {
            throw new StartRefused(address + " is no address of this machine. Correct --address.", unknown);
        } catch (IllegalArgumentException impossible) {
            throw new StartRefused(port + " is not a port: choose one from 1 to 65535 with --port.", impossible);
        } catch (IOException taken) {
            throw new StartRefused(
                    "Port " + port + " on " + address + " cannot be had (" + taken.getMessage()
                            + "). Stop the program that uses it, or choose another with --port.",
                    taken);
        }
    }

    /** Closes what was opened when the process is told to end, and holds the main thread until then. */
    private static final class CleanStop {

        private final Consumer<String> say;
        private final CountDownLatch stopped = new CountDownLatch(1);
        private volatile AutoCloseable open = () -> {};

        CleanStop(Consumer<String> say) {
            this.say = say;
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "clean stop"));
        }

        /** From now on this is what to close; it closes what it stands on itself. */
        void first(AutoCloseable closeable) {
            open = closeable;
        }

        private void stop() {
            say.accept("Stopping");
            try {
                open.close();
                say.accept("Stopped; everything is on disk");
            } catch (Exception failed) {
                say.accept("Not stopped cleanly: " + failed.getMessage());
            } finally {
                stopped.countDown();
            }
        }

        void await() throws InterruptedException {
            stopped.await();
        }
    }
}
