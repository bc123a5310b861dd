//! Lists that are fetched page by page.

use std::collections::VecDeque;
use std::fmt::{Debug, Formatter};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use futures_util::future::BoxFuture;

use crate::error::Error;

type Fetched<T> = BoxFuture<'static, Result<Page<T>, Error>>;
type Fetch<T> = Box<dyn FnOnce() -> Fetched<T> + Send>;

/// One page of a list.
pub struct Page<T> {
    pub items: Vec<T>,
    next: Option<Fetch<T>>,
}

impl<T> Page<T> {
    /// Whether there is a page after this one.
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }

    /// Fetches the page after this one; there is none at the end.
    pub async fn next(self) -> Result<Option<Self>, Error> {
        match self.next {
            Some(fetch) => fetch().await.map(Some),
            None => Ok(None),
        }
    }
}

impl<T: Debug> Debug for Page<T> {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Page").field("items", &self.items).field("has_next", &self.has_next()).finish()
    }
}

/// A list: a stream of its items, which fetches a page when it needs one; `page()` gives the first page.
#[must_use = "nothing is fetched until it is read"]
pub struct Pages<T> {
    items: VecDeque<T>,
    next: Option<Fetch<T>>,
    under_way: Option<Fetched<T>>,
}

impl<T> Pages<T> {
    fn new(first: Fetch<T>) -> Self {
        Self { items: VecDeque::new(), next: Some(first), under_way: None }
    }

    /// The first page.
    pub async fn page(self) -> Result<Page<T>, Error> {
        match self.next {
            Some(fetch) => fetch().await,
            None => Ok(Page { items: self.items.into(), next: None }),
        }
    }
}

impl<T> Debug for Pages<T> {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T: Unpin> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.under_way.is_none() {
                let Some(fetch) = self.next.take() else { return Poll::Ready(None) };
                self.under_way = Some(fetch());
            }
            let Some(under_way) = &mut self.under_way else { return Poll::Ready(None) };
            let page = ready!(under_way.as_mut().poll(context));
            self.under_way = None;
            match page {
                Ok(page) => {
                    self.items = page.items.into();
                    self.next = page.next;
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

/// A list whose pages say which query gives the next one.
pub(crate) fn by_query<Q, T, F>(query: Q, fetch: F) -> Pages<T>
where
    Q: Send + 'static,
    T: Send + 'static,
    F: Fn(Q) -> BoxFuture<'static, Result<(Vec<T>, Option<Q>), Error>> + Send + Sync + 'static,
{
    Pages::new(fetch_at(query, Arc::new(fetch)))
}

fn fetch_at<Q, T, F>(query: Q, fetch: Arc<F>) -> Fetch<T>
where
    Q: Send + 'static,
    T: Send + 'static,
    F: Fn(Q) -> BoxFuture<'static, Result<(Vec<T>, Option<Q>), Error>> + Send + Sync + 'static,
{
    Box::new(move || {
        Box::pin(async move {
            let (items, next) = fetch(query).await?;
            Ok(Page { items, next: next.map(|query| fetch_at(query, fetch)) })
        })
    })
}
