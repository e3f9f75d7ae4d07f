package io.tcpclose.export.page;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4) without a MessageDigest: that would initialise the application's security providers for it,
 * and where no descriptor is left to read their settings with, spoil them.
 */
final class Sha256 {
    private static final int BLOCK = 64;
    private static final int ROUNDS = 64;
    private static final int LENGTH_BYTES = 8;

    /** The first 32 bits of the fractional parts of the roots of the first primes. */
    private static final int[] START = new int[8];

    private static final int[] K = new int[ROUNDS];

    static {
        int found = 0;
        for (int n = 2; found < ROUNDS; n++) {
            if (!isPrime(n)) continue;
            if (found < START.length) START[found] = fraction(Math.sqrt(n));
            K[found++] = fraction(Math.cbrt(n));
        }
    }

    private final int[] state = START.clone();
    private final int[] w = new int[ROUNDS];

    private Sha256() {}

    private static boolean isPrime(int n) {
        for (int i = 2; i * i <= n; i++) if (n % i == 0) return false;
        return true;
    }

    /** A double has 52 bits of fraction, and these roots need 5 before the point. */
    private static int fraction(double root) {
        return (int) (long) ((root - Math.floor(root)) * (1L << 32));
    }

    static byte[] of(byte[] message) {
        int blocks = (message.length + LENGTH_BYTES) / BLOCK + 1;
        ByteBuffer padded = ByteBuffer.wrap(Arrays.copyOf(message, blocks * BLOCK));
        padded.put(message.length, (byte) 0x80);
        padded.putLong(blocks * BLOCK - LENGTH_BYTES, 8L * message.length);
        Sha256 sha = new Sha256();
        for (int i = 0; i < blocks; i++) sha.block(padded);
        ByteBuffer digest = ByteBuffer.allocate(4 * sha.state.length);
        for (int word : sha.state) digest.putInt(word);
        return digest.array();
    }

    private void block(ByteBuffer bytes) {
        for (int t = 0; t < 16; t++) w[t] = bytes.getInt();
        for (int t = 16; t < ROUNDS; t++)
            w[t] = small(w[t - 2], 17, 19, 10) + w[t - 7] + small(w[t - 15], 7, 18, 3) + w[t - 16];
        int[] s = state.clone();
        for (int t = 0; t < ROUNDS; t++) round(s, K[t] + w[t]);
        for (int i = 0; i < s.length; i++) state[i] += s[i];
    }

    private static int small(int x, int a, int b, int shift) {
        return Integer.rotateRight(x, a) ^ Integer.rotateRight(x, b) ^ x >>> shift;
    }

    private static int big(int x, int a, int b, int c) {
        return Integer.rotateRight(x, a) ^ Integer.rotateRight(x, b) ^ Integer.rotateRight(x, c);
    }

    /** FIPS 180-4, 6.2.2, with the working variables a to h in order. */
    private static void round(int[] s, int wk) {
        int choice = s[4] & s[5] ^ ~s[4] & s[6];
        int majority = s[0] & s[1] ^ s[0] & s[2] ^ s[1] & s[2];
        int t1 = s[7] + big(s[4], 6, 11, 25) + choice + wk;
        int t2 = big(s[0], 2, 13, 22) + majority;
        System.arraycopy(s, 0, s, 1, s.length - 1);
        s[4] += t1;
        s[0] = t1 + t2;
    }
}
