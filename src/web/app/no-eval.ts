import { config } from 'zod';

// zod would try to compile its schemas with `new Function`, which the content security policy forbids. Must come first.
config({ jitless: true });
