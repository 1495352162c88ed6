/** The look both charts share, and their times in the account's zone. */

import { ColorType, CrosshairMode, type DeepPartial, TickMarkType, type Time, type TimeChartOptions } from 'lightweight-charts';
import { clock, day, dayAndYear, type Language } from '../i18n/format.ts';
import { CHART_FONT, type ChartColours } from './theme.ts';

interface TimeTexts {
  readonly tick: (time: Time, type: TickMarkType) => string;
  readonly full: (time: Time) => string;
}

const ms = (time: Time) => (time as number) * 1000;

/** The library chooses the ticks in UTC; a midnight of the zone shows its day, any other tick its time. */
export function timeTexts(language: Language, zone: string): TimeTexts {
  return {
    tick(time, type) {
      const text = clock(language, ms(time), zone, type === TickMarkType.TimeWithSeconds);
      const isDay = type === TickMarkType.DayOfMonth || type === TickMarkType.Month || type === TickMarkType.Year;
      if (text === '00:00' || (isDay && zone === 'UTC'))
        return type === TickMarkType.Year ? dayAndYear(language, ms(time), zone) : day(language, ms(time), zone);
      return text;
    },
    full: (time) => `${day(language, ms(time), zone)} ${clock(language, ms(time), zone, false)}`,
  };
}

export function chartOptions(colours: ChartColours, texts: TimeTexts): DeepPartial<TimeChartOptions> {
  const crosshair = { color: colours.line2, labelBackgroundColor: colours.line1, width: 1, style: 3 } as const;
  return {
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colours.axis,
      fontFamily: CHART_FONT,
      fontSize: 11,
      // The link under the chart names TradingView: the library's own logo would need inline style.
      attributionLogo: false,
      panes: { separatorColor: colours.border, separatorHoverColor: colours.border, enableResize: false },
    },
    grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
    rightPriceScale: { borderVisible: false, entireTextOnly: true },
    timeScale: {
      borderColor: colours.border,
      timeVisible: true,
      secondsVisible: false,
      rightOffsetPixels: 28,
      tickMarkFormatter: texts.tick,
    },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshair, horzLine: crosshair },
    localization: { timeFormatter: texts.full },
    // A page is scrolled with the wheel; the chart is moved by dragging and zoomed with the wheel and a key, or by pinching.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
  };
}
