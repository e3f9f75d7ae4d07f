package io.tcpclose.stacks;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Both ends use the one self-signed certificate of the tests. */
public final class Tls {
    /** The file that holds key and certificate. */
    public static final String STORE = System.getProperty("stack.keystore", "");

    public static final String PASSWORD = "changeit";

    private Tls() {}

    public static KeyManagerFactory keys() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD.toCharArray());
        return keys;
    }

    public static TrustManagerFactory trust() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store());
        return trust;
    }

    public static SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys().getKeyManagers(), trust().getTrustManagers(), null);
        return context;
    }

    public static X509TrustManager trustManager() throws Exception {
        return (X509TrustManager) trust().getTrustManagers()[0];
    }

    private static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(STORE))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
