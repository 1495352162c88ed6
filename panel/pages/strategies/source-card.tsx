/** The file of a strategy as it is, with its lines counted. */

import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { tell } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ScrollPlace } from '../../parts/scroll-place.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useStrategyWords } from './words.ts';

export function SourceCard({ id }: { id: string }) {
  const { words } = useSpeech();
  const own = useStrategyWords();
  const question = useQuery({ queryKey: ['strategy source', id], queryFn: () => call('strategies.source', { params: { id } }) });
  const source = question.data;
  const lines = source?.text.trimEnd().split('\n') ?? [];
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(source?.text ?? '').then(
      () => true,
      () => false,
    );
    if (isCopied) tell({ tone: 'done', title: words.copied, detail: source?.fileName ?? '', code: null });
  };
  return (
    <Card
      id="source"
      className="mt-4"
      title={own.source}
      sub={source?.fileName}
      end={
        <Button size="small" disabled={!source} onClick={copy} aria-label={own.copySource}>
          {words.copy}
        </Button>
      }
    >
      {question.isError && <ErrorState error={question.error} onRetry={() => void question.refetch()} />}
      {question.isPending && <Skeleton heights={[320]} label={words.loading} />}
      {source && (
        <ScrollPlace label={own.source} className="max-h-160 py-2 font-mono text-12 leading-relaxed">
          <ol className="w-max min-w-full">
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the file.
              <li key={index} className="flex px-4 hover:bg-hover">
                <span aria-hidden="true" className="w-10 shrink-0 pr-3 text-right text-muted select-none">
                  {index + 1}
                </span>
                <code className="whitespace-pre">{line || ' '}</code>
              </li>
            ))}
          </ol>
        </ScrollPlace>
      )}
    </Card>
  );
}
