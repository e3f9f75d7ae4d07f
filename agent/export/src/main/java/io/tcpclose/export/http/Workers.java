package io.tcpclose.export.http;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Make the answers: a few threads for each cost, that come when they are needed. None of them waits for a reader but
 * the one that makes a report.
 */
final class Workers {
    private static final int MOST_REPORTS_WAITING = 16;
    private static final long IDLE_SECONDS = 10;

    /** To whom an answer goes. */
    interface Reader {
        /** What it does not take at once goes to {@link #accept}. */
        boolean takesAtOnce(Piece piece) throws IOException;

        void accept(Piece piece);

        boolean isOpen();

        /** The answer could not be made: half of one does not pass for a whole one. */
        void fail();
    }

    private final Pages pages;
    private final String name;
    private final Map<Cost, ThreadPoolExecutor> pools = new EnumMap<>(Cost.class);

    /** @param name for the header Server */
    Workers(Pages pages, String name, ThreadFactory threads) {
        this.pages = pages;
        this.name = name;
        pools.put(Cost.CHEAP, pool(3, Integer.MAX_VALUE, threads));
        pools.put(Cost.PAGE, pool(2, Integer.MAX_VALUE, threads));
        pools.put(Cost.REPORT, pool(1, MOST_REPORTS_WAITING, threads));
    }

    private static ThreadPoolExecutor pool(int most, int waiting, ThreadFactory threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private ThreadPoolExecutor pool(Cost cost) {
        ThreadPoolExecutor pool = pools.get(cost);
        if (pool == null) throw new IllegalStateException("no workers for " + cost);
        return pool;
    }

    /** @return false where too many wait for such an answer */
    boolean answer(Request request, Cost cost, Reader reader) {
        try {
            pool(cost).execute(() -> serve(request, reader));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    boolean reportsWait() {
        return !pool(Cost.REPORT).getQueue().isEmpty();
    }

    private void serve(Request request, Reader reader) {
        try {
            Response response = made(request);
            if (response.isStreamed()) {
                Pieces pieces = new Pieces(reader);
                response.send(pieces, request, name);
                pieces.end();
            } else {
                reader.accept(response.whole(request, name));
            }
        } catch (Throwable closedOrFailed) {
            reader.fail();
        }
    }

    private Response made(Request request) {
        try {
            return pages.answer(request);
        } catch (Refusal e) {
            return Response.error(e.status, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            return Response.text(
                    500, "the agent could not answer: " + e.getClass().getName());
        }
    }

    /** What is short is still made. */
    void finish() {
        pools.forEach((cost, pool) -> {
            if (cost == Cost.REPORT) pool.shutdownNow();
            else pool.shutdown();
        });
    }

    void stop() {
        pools.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
