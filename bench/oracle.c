/* The work of the sma-cross backtest as one plain loop: what the engine's speed is measured against.
 * Ring averages of the close, long only, one unit, decided at a close and filled at the next open, fee 0.1 % rounded half away from
 * zero to 10^-8, equity and maximum drawdown on every bar. Money is whole 10^-8 held in doubles, so that the result can be compared exactly.
 * Usage: oracle FILE BARS ROUNDS FAST SLOW; FILE holds BARS opens and then BARS closes as doubles. Prints fills, final equity, drawdown, nanoseconds per bar (median). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  long fills;
  double equity, drawdown;
} Result;

static Result run(const double *open, const double *close, long bars, int fast, int slow, double *fast_ring, double *slow_ring, double *curve) {
  double cash = 1e14, held = 0, peak = 0, worst = 0, fast_sum = 0, slow_sum = 0, fast_before = NAN, slow_before = NAN;
  long fills = 0;
  int fast_at = 0, slow_at = 0, wish = 0;
  for (int i = 0; i < fast; i++) fast_ring[i] = 0;
  for (int i = 0; i < slow; i++) slow_ring[i] = 0;
  for (long i = 0; i < bars; i++) {
    if (wish) {
      double value = open[i] * 1e8;
      cash -= (wish > 0 ? value : -value) + floor(value / 1000 + 0.5);
      held += wish;
      wish = 0;
      fills++;
    }
    double price = close[i];
    fast_sum += price - fast_ring[fast_at];
    fast_ring[fast_at] = price;
    if (++fast_at == fast) fast_at = 0;
    slow_sum += price - slow_ring[slow_at];
    slow_ring[slow_at] = price;
    if (++slow_at == slow) slow_at = 0;
    double equity = cash + held * price * 1e8;
    curve[i] = equity;
    if (equity > peak) peak = equity;
    else if (peak - equity > worst * peak) worst = (peak - equity) / peak;
    if (i + 1 < slow) continue;
    double fast_now = fast_sum * slow, slow_now = slow_sum * fast;
    if (fast_now > slow_now && fast_before <= slow_before && held == 0) wish = 1;
    else if (fast_now < slow_now && fast_before >= slow_before && held > 0) wish = -1;
    fast_before = fast_now;
    slow_before = slow_now;
  }
  return (Result){fills, curve[bars - 1], worst};
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **text) {
  if (count != 6) return 2;
  long bars = atol(text[2]);
  int rounds = atoi(text[3]), fast = atoi(text[4]), slow = atoi(text[5]);
  double *open = malloc(sizeof(double) * bars), *close = malloc(sizeof(double) * bars), *curve = malloc(sizeof(double) * bars);
  double *fast_ring = malloc(sizeof(double) * fast), *slow_ring = malloc(sizeof(double) * slow), *times = malloc(sizeof(double) * rounds);
  FILE *file = fopen(text[1], "rb");
  if (!file || fread(open, 8, bars, file) != (size_t)bars || fread(close, 8, bars, file) != (size_t)bars) return 3;
  Result result = {0};
  for (int i = 0; i < rounds; i++) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    result = run(open, close, bars, fast, slow, fast_ring, slow_ring, curve);
    clock_gettime(CLOCK_MONOTONIC, &to);
    times[i] = ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / bars;
  }
  qsort(times, rounds, sizeof(double), by_size);
  printf("%ld %.8f %.17g %.4f %.4f\n", result.fills, result.equity / 1e8, result.drawdown, times[rounds / 2], times[0]);
  return 0;
}
