package io.tcpclose.it.app;

/** An application that does its work and says so: prints a line and exits with the given code. */
public final class ExitMain {
    private ExitMain() {}

    public static void main(String[] args) {
        System.out.println("hello");
        System.exit(Integer.parseInt(args[0]));
    }
}
