//! The end of a day: all that came and all that the server says is held against the script.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::time::Instant;

use super::Stage;
use crate::replay::account::Account;
use crate::replay::ear::Listened;
use crate::replay::figures::Figures;

/// The receipts of one line in so many are looked at.
const SAMPLED: usize = 10;

impl Stage<'_> {
    /// Waits until every device has everything, and judges.
    pub(super) async fn close(mut self, begun: Instant) -> Result<Figures> {
        let owner = &self.accounts[self.accounts.len() - 1].device(0).client;
        let log = owner.get("/sync").await.expect(200);
        let end = log["next_cursor"].as_str().context("the log has an end")?;
        self.accounts.iter().flat_map(|account| &account.devices).for_each(|device| device.ear.finish(end));
        // By account, then by device.
        let mut heard: Vec<Vec<Listened>> = Vec::new();
        for Account { name, devices, .. } in &mut self.accounts {
            let mut of_account = Vec::new();
            for device in devices {
                of_account.push(device.ear.listened().await.with_context(|| name.clone())?);
            }
            heard.push(of_account);
        }
        self.figures.wall = begun.elapsed();
        let book = self.book.clone();
        tokio::task::spawn_blocking(move || book.check()).await.context("a frame was not as it should be; its panic is above")?;
        let ids: Vec<String> = self.accounts.iter().map(|account| account.id.clone()).collect();
        self.script.judge_history(&self.history().await?, &ids).context("the history")?;
        self.judge_heard(&heard, &ids)?;
        self.judge_answers().await?;
        self.count(&heard);
        Ok(self.figures)
    }

    /// Holds what every device has heard against the script, and against what the person's first device has.
    fn judge_heard(&self, heard: &[Vec<Listened>], ids: &[String]) -> Result<()> {
        for (account, devices) in heard.iter().enumerate() {
            for (number, Listened { receipts, cuts }) in devices.iter().enumerate() {
                let device =
                    || format!("device {} of {} ({}), cut off {cuts} times", number + 1, self.accounts[account].name, ids[account]);
                self.script.judge(account, receipts, ids).with_context(device)?;
                let events = receipts.iter().map(|receipt| &receipt.event.id);
                ensure!(
                    events.eq(devices[0].receipts.iter().map(|receipt| &receipt.event.id)),
                    "{} heard other things than device 1",
                    device()
                );
            }
        }
        Ok(())
    }

    /// Holds everybody's unread messages and the receipts of some lines against the script.
    async fn judge_answers(&mut self) -> Result<()> {
        for (account, Account { name, devices, .. }) in self.accounts.iter().enumerate() {
            let told = devices[account % devices.len()].client.get("/unread-count?explain=true").await.expect(200);
            let expected = self.script.unread_count(account);
            ensure!(told == expected, "what {name} has not read is {told}, and not {expected}");
        }
        let of_present = self.script.lines().filter(|(message, _)| self.script.is_in(message.account));
        for (message, id) in of_present.step_by(SAMPLED) {
            self.figures.looked += 1;
            self.judge_receipts(message, id).await?;
        }
        Ok(())
    }

    /// The whole history, read in pages from its end by the owner; the oldest first.
    async fn history(&self) -> Result<Vec<Value>> {
        let owner = &self.accounts[self.accounts.len() - 1].device(0).client;
        let mut history: Vec<Value> = Vec::new();
        loop {
            let before = history.last().and_then(|message| message["id"].as_str());
            let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
            let mut page = owner.get(&format!("/rooms/{}/messages?limit=100{before}", self.script.room_id)).await.expect(200);
            let items = page["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
            ensure!(!items.is_empty() || page["has_more_before"] == false, "an empty page says that there is more before it");
            history.extend(items);
            if page["has_more_before"] == false {
                history.reverse();
                return Ok(history);
            }
        }
    }

    fn count(&mut self, heard: &[Vec<Listened>]) {
        self.figures.messages = self.script.messages;
        self.figures.empty_lines = self.transcript.empty_lines;
        self.figures.notices = self.transcript.notices;
        for listened in heard.iter().flatten() {
            self.figures.cuts += listened.cuts;
            for receipt in listened.receipts.iter().filter(|receipt| receipt.event.name == "message.created") {
                self.figures.deliveries += 1;
                let line = receipt.event.client_id.as_ref().and_then(|id| id.rsplit('-').next()?.parse::<usize>().ok());
                if let (Some(at), Some(line)) = (receipt.at, line) {
                    self.figures.delivery.note(at - self.begun[line]);
                }
            }
        }
    }
}
