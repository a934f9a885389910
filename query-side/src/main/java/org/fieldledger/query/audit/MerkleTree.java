package org.fieldledger.query.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;

/** The tree of RFC 6962 over leaf hashes added one by one; keeps only the roots of its complete parts. */
final class MerkleTree {

    private record Part(long leaves, byte[] root) {}

    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private final MessageDigest sha256;

    MerkleTree() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("Every Java platform has SHA-256", never);
        }
    }

    void add(byte[] leaf) {
        var part = new Part(1, leaf);
        while (!parts.isEmpty() && parts.getLast().leaves() == part.leaves()) {
            var left = parts.removeLast();
            part = new Part(left.leaves() * 2, node(left.root(), part.root()));
        }
        parts.addLast(part);
    }

    /** The root over all leaves so far; SHA-256 of nothing while there are none. */
    byte[] root() {
        if (parts.isEmpty()) return sha256.digest();
        var fromTheRight = parts.descendingIterator();
        var root = fromTheRight.next().root();
        while (fromTheRight.hasNext()) root = node(fromTheRight.next().root(), root);
        return root;
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}
