export function checkPage(): string[];
export function watchPaints(): void;
export function coloursOnChart(): { marks: boolean; candles: boolean };
