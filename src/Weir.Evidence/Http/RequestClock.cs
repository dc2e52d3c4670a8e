using System.Globalization;

namespace Weir.Evidence.Http;

/// <summary>The two clocks of a request: one runs from its start to the end of the body, one while a byte is awaited.</summary>
internal sealed class RequestClock : IDisposable
{
    private readonly GuardedRequest _bounds;
    private readonly CancellationTokenSource _whole;
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenSource _either;

    public RequestClock(GuardedRequest bounds, TimeProvider time)
    {
        _bounds = bounds;
        _whole = new CancellationTokenSource(bounds.Timeout, time);
        _stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_whole.Token, _stall.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>The time in all has run out.</summary>
    public bool IsOver => _whole.IsCancellationRequested;

    public void StartStall() => _stall.CancelAfter(_bounds.StallTimeout);

    public void StopStall() => _stall.CancelAfter(Timeout.InfiniteTimeSpan);

    public string Clause(string host) => IsOver
        ? string.Create(CultureInfo.InvariantCulture, $"{host} took longer than {_bounds.Timeout.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{host} sent nothing for {_bounds.StallTimeout.TotalSeconds:0.#} s");

    public void Dispose()
    {
        _either.Dispose();
        _stall.Dispose();
        _whole.Dispose();
    }
}
