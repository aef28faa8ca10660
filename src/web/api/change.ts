import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Something that a person does. What it touches is asked for anew afterwards, also after a no: then it was out of date. */
export function useChange<Given = void, Answer = unknown>(
  change: (given: Given) => Promise<Answer>,
  /** First parts of the keys of queries. */
  touched: readonly string[],
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all(touched.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
