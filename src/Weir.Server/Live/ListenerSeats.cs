namespace Weir.Server.Live;

/// <summary>How many pages may listen at once: so many of one caller, so many of all.</summary>
internal sealed class ListenerSeats
{
    /// <summary>Pages of one caller.</summary>
    public const int EachMay = 20;

    private const int AllMay = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _taken = [];
    private int _all;

    /// <summary>A seat until it is disposed; null when none is left.</summary>
    public IDisposable? Take(string caller)
    {
        lock (_lock)
        {
            var taken = _taken.GetValueOrDefault(caller);
            if (taken >= EachMay || _all >= AllMay) return null;
            _taken[caller] = taken + 1;
            _all++;
        }

        return new Seat(this, caller);
    }

    private void Leave(string caller)
    {
        lock (_lock)
        {
            _all--;
            if (--_taken[caller] == 0) _taken.Remove(caller);
        }
    }

    private sealed class Seat(ListenerSeats seats, string caller) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (_left) return;
            _left = true;
            seats.Leave(caller);
        }
    }
}
