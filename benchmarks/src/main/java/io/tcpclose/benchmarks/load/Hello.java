package io.tcpclose.benchmarks.load;

/** The shortest of all applications. */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
