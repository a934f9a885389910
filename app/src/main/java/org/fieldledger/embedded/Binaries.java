package org.fieldledger.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The bundled PostgreSQL programs, unpacked once into the data home.
 *
 * <p>The folder is named after the archive's SHA-256, appears in one move when it is whole, and holds the checksums of
 * its programs: a folder that was cut short or altered is thrown away and unpacked again.
 */
record Binaries(Path folder) {

    private static final String CHECKSUMS = "SHA256SUMS";

    Path program(String name) {
        Path plain = folder.resolve("bin").resolve(name);
        return Files.exists(plain) ? plain : folder.resolve("bin").resolve(name + ".exe");
    }

    /** The major version these programs read and write, such as {@code 18}. */
    int majorVersion() throws IOException {
        String answer = Program.of(program("postgres"), "--version").run().output();
        return Integer.parseInt(answer.replaceFirst("(?s).*?(\\d+)\\..*", "$1"));
    }

    /** Unpacks the programs for this machine below the given folder, unless they stand there whole already. */
    static Binaries unpackedBelow(Path cache, Consumer<String> say) throws IOException {
        String archive = archiveForThisMachine();
        String digest = digestOf(archive);
        Path folder = cache.resolve("postgres-" + digest.substring(0, 16));
        Binaries binaries = new Binaries(folder);
        if (binaries.areWhole()) {
            return binaries;
        }
        say.accept("Unpacking PostgreSQL into " + cache);
        deleteTree(folder);
        Files.createDirectories(cache);
        Path building = Files.createTempDirectory(cache, "unpacking-");
        try {
            unpack(archive, building);
            Files.writeString(building.resolve(CHECKSUMS), checksums(building));
            Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(building);
        }
        return binaries;
    }

    private boolean areWhole() throws IOException {
        Path written = folder.resolve(CHECKSUMS);
        return Files.exists(written) && Files.readString(written).equals(checksums(folder));
    }

    private static String archiveForThisMachine() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
        String arch = System.getProperty("os.arch", "");
        String machine = arch.equals("aarch64") ? "arm_64" : "x86_64";
        return List.of("", "-alpine_linux").stream()
                .map(libc -> "/postgres-" + system + "-" + machine + libc + ".txz")
                .filter(name -> Binaries.class.getResource(name) != null)
                .findFirst()
                .orElseThrow(() -> new StartRefused(
                        "This build brings no PostgreSQL for " + system + " on " + arch + ". Build it on this machine"
                                + " (./mvnw package), or name a PostgreSQL 18 server with --datasource-url."));
    }

    private static InputStream open(String archive) throws IOException {
        return Optional.ofNullable(Binaries.class.getResourceAsStream(archive))
                .orElseThrow(() -> new IOException(archive + " is not on the class path"));
    }

    private static String digestOf(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            return digestOf(in);
        }
    }

    private static String digestOf(InputStream bytes) throws IOException {
        MessageDigest sha256 = sha256();
        new DigestInputStream(bytes, sha256).transferTo(java.io.OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** One line per program, sorted by name, as sha256sum writes it. */
    private static String checksums(Path folder) throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        Path programs = folder.resolve("bin");
        if (!Files.isDirectory(programs)) {
            return "";
        }
        try (var files = Files.newDirectoryStream(programs)) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    lines.put("bin/" + file.getFileName(), digestOf(in));
                }
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (name, digest) -> text.append(digest).append("  ").append(name).append('\n'));
        return text.toString();
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(open(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The PostgreSQL archive names a file outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parentOf(file));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(parentOf(file));
                    Files.copy(tar, file);
                    if (OwnerOnly.posix(file)) {
                        boolean runs = (entry.getMode() & 0100) != 0;
                        Files.setPosixFilePermissions(
                                file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
                    }
                }
            }
        }
    }

    private static Path parentOf(Path file) throws IOException {
        return Optional.ofNullable(file.getParent()).orElseThrow(() -> new IOException(file + " has no parent"));
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
