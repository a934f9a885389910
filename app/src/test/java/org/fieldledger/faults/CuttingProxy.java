package org.fieldledger.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and PostgreSQL and now and then cuts the line at the worst moment: the server has been told to
 * commit and has answered, and the answer never arrives.
 */
final class CuttingProxy implements AutoCloseable {

    private static final int BEFORE_IT_CUTS = 40;

    private final ServerSocket front;
    private final int server;
    private final SplittableRandom chance;
    private final int oneIn;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();

    /** @param oneIn how many answers there are to one that is cut off, once a connection is in use */
    CuttingProxy(int server, long seed, int oneIn) throws IOException {
        this.server = server;
        this.chance = new SplittableRandom(seed);
        this.oneIn = oneIn;
        this.front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!front.isClosed())
            try {
                var client = front.accept();
                var database = new Socket(InetAddress.getLoopbackAddress(), server);
                Thread.ofVirtual().start(() -> pass(client, database, false));
                Thread.ofVirtual().start(() -> pass(database, client, true));
            } catch (IOException closedOrRefused) {
                if (front.isClosed()) return;
            }
    }

    private void pass(Socket from, Socket to, boolean answering) {
        var buffer = new byte[16_384];
        try (from;
                to) {
            var input = from.getInputStream();
            var output = to.getOutputStream();
            for (int count = 0, read = input.read(buffer); read >= 0; read = input.read(buffer), count++) {
                if (answering && count > BEFORE_IT_CUTS && cut()) return;
                output.write(buffer, 0, read);
                output.flush();
            }
        } catch (IOException cutOff) {
            return; // one side went, and the other goes with it
        }
    }

    private synchronized boolean cut() {
        answers.incrementAndGet();
        if (chance.nextInt(oneIn) != 0) return false;
        cuts.incrementAndGet();
        return true;
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
