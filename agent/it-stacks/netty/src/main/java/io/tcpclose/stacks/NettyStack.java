package io.tcpclose.stacks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** An HTTP server on NIO, plain and over the JDK's TLS, and connects that are refused. */
public final class NettyStack implements Stack {
    private final EventLoopGroup loops = new NioEventLoopGroup(2);
    private final EventExecutorGroup workers = new DefaultEventExecutorGroup(8);

    @Override
    public void play(Outside outside) throws Exception {
        SslContext tls = SslContextBuilder.forServer(Tls.keys())
                .sslProvider(SslProvider.JDK)
                .build();
        Channel plain = listen(null);
        Channel secure = listen(tls);
        Visits.all(outside, port(plain), port(secure));
        refused();
        plain.close().sync();
        secure.close().sync();
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private Channel listen(@org.jspecify.annotations.Nullable SslContext tls) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(1500, TimeUnit.MILLISECONDS))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpServerKeepAliveHandler())
                                .addLast(new HttpObjectAggregator(1 << 20))
                                .addLast(workers, new SiteHandler());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void refused() throws InterruptedException {
        Bootstrap client = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        // never connected
                    }
                });
        for (int i = 0; i < 3; i++) {
            Throwable cause = client.connect("127.0.0.1", 1).await().cause();
            if (!(cause instanceof ConnectException)) {
                throw new IllegalStateException(cause);
            }
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        outside.ask("give-up http://127.0.0.1:" + port(listen(null)) + Site.FORGOTTEN);
    }

    private static final class SiteHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws Exception {
            if (request.uri().equals(Site.FORGOTTEN)) {
                context.channel().eventLoop().execute(SiteHandler::plantedTaskThatBlocksTheLoop);
                return;
            }
            byte[] answer = Site.answer(request.uri(), ByteBufUtil.getBytes(request.content()));
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(answer));
            HttpUtil.setContentLength(response, answer.length);
            if (HttpUtil.isKeepAlive(request)) {
                // HTTP/1.0 wants to be told.
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }

        private static void plantedTaskThatBlocksTheLoop() {
            try {
                TimeUnit.MINUTES.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
