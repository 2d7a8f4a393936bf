import { PostState } from '#libs/contracts/directory.events.js';
import { registerController } from '../register/register.controller.js';

export const PostController = registerController({
  noun: 'post',
  path: 'posts',
  component: 'Post',
  contract: PostState,
});
