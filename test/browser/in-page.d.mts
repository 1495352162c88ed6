export function checkPage(): string[];
export function coloursOnChart(): { marks: boolean; candles: boolean };
