/** The way in which an institution handles a dispute. */
export type Proceeding = 'conciliation' | 'arbitration';
