/** 立行立改, 限期整改, 长期坚持. */
export const TIME_CATEGORIES = ['IMMEDIATE', 'DEADLINE', 'LONG_TERM'] as const;
