/** What alerts of the portfolio send while a page is open: told as it comes. */

import { useEffect } from 'react';
import { PATHS } from '../../src/api/paths.ts';
import { type AlertEvent, alertFrame } from '../../src/api/portfolio/alerts.ts';

/** Comes back after a cut, and hears what was missed once. */
const AGAIN_MS = 5_000;

export function useAlertStream(hear: (event: AlertEvent) => void): void {
  useEffect(() => {
    let [seen, isOver]: [number | null, boolean] = [null, false];
    let socket: WebSocket;
    const open = () => {
      const after = seen === null ? '' : `?after=${seen}`;
      socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${PATHS.alerts}${after}`);
      socket.onmessage = ({ data }) => {
        const read = alertFrame.safeParse(JSON.parse(String(data)));
        if (!read.success) return;
        if (read.data.type === 'begin') seen = read.data.after;
        else {
          seen = read.data.event.sequence;
          hear(read.data.event);
        }
      };
      socket.onclose = () => {
        if (!isOver) setTimeout(open, AGAIN_MS);
      };
    };
    open();
    return () => {
      isOver = true;
      socket.close();
    };
  }, [hear]);
}
