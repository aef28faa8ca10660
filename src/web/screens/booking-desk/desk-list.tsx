import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { NotRead } from '../../ui/problem.js';
import { Part } from '../../ui/part.js';
import classes from './desk.module.css';

interface DeskListProps<Item> {
  readonly title: string;
  readonly none: string;
  readonly query: {
    readonly data: readonly Item[] | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly children: (item: Item) => ReactNode;
}

/** A list of one kind, with what is said while it is on its way, when it is empty, and when it could not be read. */
export function DeskList<Item>({ title, none, query, children }: DeskListProps<Item>) {
  const { data, error, refetch } = query;
  return (
    <Part title={title}>
      {error !== null && data === undefined && <NotRead error={error} retry={refetch} />}
      {error === null && data === undefined && <Skeleton height={72} />}
      {data?.length === 0 && <p className={classes.quiet}>{none}</p>}
      {data !== undefined && data.length > 0 && <ul className={classes.rows}>{data.map(children)}</ul>}
    </Part>
  );
}
