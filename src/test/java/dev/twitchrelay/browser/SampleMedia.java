package dev.twitchrelay.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Small real pictures, sounds and videos, as a streamer may have them. */
final class SampleMedia {
    /** Records a red disc on nothing. */
    private static final String RECORD = """
            async () => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 160 });
              const pen = canvas.getContext('2d');
              const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
              const parts = [];
              recorder.ondataavailable = ({ data }) => parts.push(data);
              recorder.start();
              for (let n = 0; n < 20; n++) {
                pen.clearRect(0, 0, 160, 160);
                pen.fillStyle = '#e02020';
                pen.beginPath();
                pen.arc(80, 80, 40 + n, 0, 7);
                pen.fill();
                await new Promise((next) => setTimeout(next, 40));
              }
              await new Promise((stopped) => { recorder.onstop = stopped; recorder.stop(); });
              const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
              return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
            }""";

    /** Whether the video of a widget is on air, with nothing behind its disc. */
    static final String TRANSPARENT_VIDEO = """
            (() => {
              const video = document.querySelector('alerts-widget').shadowRoot.querySelector('video.picture');
              if (!(video?.videoWidth === 160 && video.currentTime > 0)) return false;
              const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 160 });
              const pen = canvas.getContext('2d', { willReadFrequently: true });
              pen.drawImage(video, 0, 0);
              const alpha = (x, y) => pen.getImageData(x, y, 1, 1).data[3];
              return alpha(80, 80) === 255 && alpha(2, 2) === 0;
            })()""";

    private SampleMedia() {}

    /** A disc of 120 pixels on nothing. */
    static byte[] picture(String format, Color color) throws IOException {
        BufferedImage image = new BufferedImage(120, 120, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(color);
        pen.fillOval(4, 4, 112, 112);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** Half a second of a tone of 440 Hz. */
    static byte[] sound() {
        int rate = 8_000;
        ByteBuffer wav = ByteBuffer.allocate(44 + rate / 2).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + rate / 2);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate);
        wav.putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(rate / 2);
        for (int n = 0; n < rate / 2; n++) {
            wav.put((byte) (128 + 100 * Math.sin(2 * Math.PI * 440 * n / rate)));
        }
        return wav.array();
    }

    /** A video of a red disc on nothing, with an alpha channel. */
    static byte[] video(BrowserContext context, int port) {
        Page page = context.newPage();
        page.navigate("http://127.0.0.1:" + port + "/widgets/custom/empty");
        byte[] webm = Base64.getDecoder().decode((String) page.evaluate(RECORD));
        page.close();
        return webm;
    }

    /** A face that a streamer may have drawn. */
    static byte[] star() throws IOException {
        BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Path2D star = new Path2D.Double();
        for (int n = 0; n < 20; n++) {
            double radius = n % 2 == 0 ? 140 : 95;
            double angle = Math.PI * n / 10;
            double x = 150 + radius * Math.cos(angle);
            double y = 150 + radius * Math.sin(angle);
            if (n == 0) {
                star.moveTo(x, y);
            } else {
                star.lineTo(x, y);
            }
        }
        star.closePath();
        pen.setPaint(new GradientPaint(0, 0, new Color(0xff8a3d), 300, 300, new Color(0xd0246b)));
        pen.fill(star);
        pen.setColor(Color.WHITE);
        pen.fillOval(95, 105, 34, 48);
        pen.fillOval(171, 105, 34, 48);
        pen.fillArc(90, 130, 120, 90, 180, 180);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
