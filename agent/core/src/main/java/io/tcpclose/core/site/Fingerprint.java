package io.tcpclose.core.site;

import org.jspecify.annotations.Nullable;

/**
 * Names a finding so that the next release of the application gives it the same name: rule, endpoint and frames as
 * {@code class.method}, without lines and without the numbers that compilers and proxies make up anew.
 *
 * <p>FNV-1a over 64 bits and not a MessageDigest: that would initialise the application's security providers for it.
 */
public final class Fingerprint {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private static final String PROXY = ".$Proxy";

    private Fingerprint() {}

    /** Of nothing but what makes two occurrences one finding: two findings never share it, but for a collision of hashes. */
    public static String of(String rule, @Nullable String endpoint, SiteIdentity opened, SiteIdentity offending) {
        long hash = add(OFFSET, rule);
        hash = add(hash, endpoint == null ? "" : endpoint);
        for (String frame : opened.frames()) hash = add(hash, frame);
        hash = add(hash, "|");
        for (String frame : offending.frames()) hash = add(hash, frame);
        StringBuilder hex = new StringBuilder(Long.toHexString(hash));
        while (hex.length() < 16) hex.insert(0, '0');
        return hex.toString();
    }

    private static long add(long hash, String text) {
        long h = hash;
        for (int i = 0; i < text.length(); i++) h = (h ^ text.charAt(i)) * PRIME;
        return (h ^ '\n') * PRIME;
    }

    /** {@code a.B$$Lambda$14/0x000.run(Unknown Source)} becomes {@code a.B$$.run}, {@code a.B.lambda$f$3} {@code a.B.lambda$f$}. */
    static String stable(String frame) {
        int bracket = frame.indexOf('(');
        String name = bracket < 0 ? frame : frame.substring(0, bracket);
        int dot = name.lastIndexOf('.');
        if (dot < 0) return name;
        return stableClass(name.substring(0, dot)) + "." + withoutNumbers(name.substring(dot + 1));
    }

    private static String stableClass(String type) {
        int proxy = type.indexOf(PROXY);
        // The package of a dynamic module has a number too: jdk.proxy2.$Proxy9.
        if (proxy >= 0) return stripDigits(type.substring(0, proxy), true) + PROXY;
        int generated = type.indexOf("$$");
        if (generated >= 0) return type.substring(0, generated + 2);
        int hidden = type.indexOf('/');
        String name = hidden < 0 ? type : type.substring(0, hidden);
        int byteBuddy = name.indexOf("$ByteBuddy$");
        return withoutNumbers(byteBuddy < 0 ? name : name.substring(0, byteBuddy));
    }

    /** Digits at the end of a part between dollars, and of generated accessors, are made up by a compiler or at run time. */
    private static String withoutNumbers(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (String part : name.split("\\$", -1)) {
            if (out.length() > 0) out.append('$');
            out.append(stripDigits(part, out.length() > 0 || part.contains("Accessor")));
        }
        return out.toString();
    }

    private static String stripDigits(String part, boolean strip) {
        int end = part.length();
        while (strip && end > 0 && Character.isDigit(part.charAt(end - 1))) end--;
        return part.substring(0, end);
    }
}
