package io.tcpclose.stacks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A pool that lets go before the server does; calls that are cancelled, time out or are closed in the middle. */
public final class OkHttpStack implements Stack {
    @Override
    public void play(Outside outside) throws Exception {
        try (JdkSite site = new JdkSite()) {
            OkHttpClient client = client();
            for (String address : new String[] {site.plainAddress(), site.secureAddress()}) {
                use(client, address);
                TimeUnit.SECONDS.sleep(2);
                use(client, address);
                loseInterest(client, address);
            }
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
            TimeUnit.MILLISECONDS.sleep(1500);
        }
    }

    private static OkHttpClient client() throws Exception {
        return new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(5, 500, TimeUnit.MILLISECONDS))
                .protocols(java.util.List.of(Protocol.HTTP_1_1))
                .sslSocketFactory(Tls.context().getSocketFactory(), Tls.trustManager())
                .hostnameVerifier((host, session) -> true)
                .build();
    }

    private static void use(OkHttpClient client, String site) throws IOException {
        for (int i = 0; i < 20; i++) {
            read(client, request(site + "/hello").build());
        }
        read(client, request(site + "/big").build());
        read(client, request(site + "/hello").header("Connection", "close").build());
        read(
                client,
                request(site + "/echo")
                        .post(RequestBody.create(new byte[20_000], null))
                        .build());
    }

    private static void read(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
        }
    }

    private static Request.Builder request(String address) {
        return new Request.Builder().url(address);
    }

    private static void loseInterest(OkHttpClient client, String site) throws Exception {
        try (Response response = client.newCall(request(site + "/big").build()).execute()) {
            response.body().byteStream().readNBytes(1000);
        }
        Call call = client.newCall(request(site + "/slow").build());
        Thread canceller = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            call.cancel();
        });
        canceller.start();
        fails(call);
        fails(client.newBuilder()
                .callTimeout(200, TimeUnit.MILLISECONDS)
                .build()
                .newCall(request(site + "/slow").build()));
        canceller.join();
    }

    private static void fails(Call call) {
        try (Response response = call.execute()) {
            throw new IllegalStateException("answered: " + response.code());
        } catch (IOException lostInterest) {
            // what an application logs
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        JdkSite site = new JdkSite();
        Response response = client().newCall(
                        request(site.plainAddress() + "/medium").build())
                .execute();
        Forgotten.plantedBodyThatIsNotClosed(response.body().byteStream());
    }
}
