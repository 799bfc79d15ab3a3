/** Asks a thread to stop. */
export const STOP = 'stop';

/** Lets a thread go on that has told something and waits for its consequences. */
export const GO_ON = 'go on';
