package io.tcpclose.agent.forked;

/** Loads, verifies and initialises the classes that it is given; those that this JDK has not are left out. */
public final class LoadAll {
    private LoadAll() {}

    public static void main(String[] types) {
        int loaded = 0;
        for (String type : types) {
            try {
                Class.forName(type, true, ClassLoader.getPlatformClassLoader());
                loaded++;
            } catch (ClassNotFoundException anotherLine) {
                // a class that only other JDKs have
            }
        }
        System.out.println(loaded + " loaded");
    }
}
