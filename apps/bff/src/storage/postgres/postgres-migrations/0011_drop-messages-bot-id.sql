-- The terms of bots are different from now on, and parts of the IDs are read. The server makes the index again.
TRUNCATE "message_blocks", "message_terms";--> statement-breakpoint
ALTER TABLE "message_blocks" ALTER COLUMN "ids" SET STORAGE EXTERNAL;--> statement-breakpoint
DROP INDEX "messages_bot_id_id";
