/**
 * Paints at most a few times in a second, because nobody reads faster, and a storm of events must leave the processor to the
 * game. The first request is painted in the next frame. While nobody sees the page, the browser gives no frame.
 */
export class Pace {
  #paint;
  #pause;
  #paintedAt = -Infinity;
  #timer = 0;
  #frame = 0;

  /** @param {number} pause between two paintings, in milliseconds */
  constructor(paint, pause) {
    this.#paint = paint;
    this.#pause = pause;
  }

  request() {
    if (this.#timer || this.#frame) return;
    const wait = this.#paintedAt + this.#pause - performance.now();
    if (wait <= 0) this.#nextFrame();
    else this.#timer = setTimeout(() => this.#nextFrame(), wait);
  }

  /** Forgets the request. */
  stop() {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#timer = this.#frame = 0;
  }

  #nextFrame() {
    this.#timer = 0;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paintedAt = performance.now();
      this.#paint();
    });
  }
}
