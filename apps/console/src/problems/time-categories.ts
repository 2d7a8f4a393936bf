/** 立行立改, 限期整改, 长期坚持 (governance 1.3). */
export const TIME_CATEGORIES = ['IMMEDIATE', 'DEADLINE', 'LONG_TERM'] as const;
