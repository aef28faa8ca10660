/** In an update of `gate_state gs`: the number of the next command, above what was sent and what this boot has followed. */
export const nextSeq = 'seq = greatest(gs.seq, gs.reported_seq) + 1';
