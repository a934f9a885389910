package org.fieldledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands between a client and the database and, when told to, lets a request through but not its answer. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final int behind;
    private final AtomicBoolean cutting = new AtomicBoolean();
    private volatile String awaited = "";

    CuttingProxy(int behind) throws IOException {
        this.behind = behind;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::welcome);
    }

    int port() {
        return door.getLocalPort();
    }

    /** The answer to the next request in which this stands is held back, and its connection cut. */
    void cutAnswerTo(String request) {
        awaited = request;
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), behind);
                Thread.ofVirtual().start(() -> pump(client, server, false));
                Thread.ofVirtual().start(() -> pump(server, client, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        var buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && cutting.compareAndSet(true, false)) return;
                if (!answers && asks(buffer, read)) cutting.set(true);
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException cut) {
            // Either side has gone; closing both is all there is to do.
        }
    }

    private boolean asks(byte[] buffer, int read) {
        var request = awaited;
        if (request.isEmpty() || !new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(request))
            return false;
        awaited = "";
        return true;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
